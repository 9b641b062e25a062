import{a as r,b as o}from"./chunk-UM7SCHDQ.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{r as RailroadEbnfModule,o as createRailroadEbnfServices};
