import{a as e,b as r}from"./chunk-NXJGUVRS.js";import"./chunk-XFO2AU7L.js";import"./chunk-H4AYY7DZ.js";export{e as TreeViewModule,r as createTreeViewServices};
