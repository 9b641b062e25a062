import{a as r,b as o}from"./chunk-SOR5FFQT.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{r as RailroadModule,o as createRailroadServices};
