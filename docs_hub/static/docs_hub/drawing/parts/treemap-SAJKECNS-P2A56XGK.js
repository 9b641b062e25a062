import{a as e,b as r}from"./chunk-K5AGAVQG.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{e as TreemapModule,r as createTreemapServices};
