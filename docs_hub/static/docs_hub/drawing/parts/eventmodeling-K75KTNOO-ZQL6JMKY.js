import{a as e,b as o}from"./chunk-Y5E6CTIX.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{e as EventModelingModule,o as createEventModelingServices};
