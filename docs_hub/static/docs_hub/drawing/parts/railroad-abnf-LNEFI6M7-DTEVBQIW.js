import{a as r,b as o}from"./chunk-7MSS5L7R.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{r as RailroadAbnfModule,o as createRailroadAbnfServices};
