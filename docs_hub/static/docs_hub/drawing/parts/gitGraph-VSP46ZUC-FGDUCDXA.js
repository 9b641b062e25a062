import{a as r,b as e}from"./chunk-4BVRCJXW.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{r as GitGraphModule,e as createGitGraphServices};
