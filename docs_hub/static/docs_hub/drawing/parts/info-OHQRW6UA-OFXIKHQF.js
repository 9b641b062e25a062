import{a as o,b as e}from"./chunk-EDPIURJG.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{o as InfoModule,e as createInfoServices};
