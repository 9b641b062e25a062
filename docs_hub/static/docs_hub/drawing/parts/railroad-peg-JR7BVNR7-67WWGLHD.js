import{a as e,b as r}from"./chunk-6QXKI43T.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{e as RailroadPegModule,r as createRailroadPegServices};
