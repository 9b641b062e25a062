import{a as r,b as e}from"./chunk-KB37K6VN.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{r as RadarModule,e as createRadarServices};
