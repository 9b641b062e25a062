import{a as e,b as r}from"./chunk-ZSZCGN6D.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{e as PieModule,r as createPieServices};
