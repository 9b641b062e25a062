import{a as e,b as r}from"./chunk-SWU225UO.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{e as ArchitectureModule,r as createArchitectureServices};
