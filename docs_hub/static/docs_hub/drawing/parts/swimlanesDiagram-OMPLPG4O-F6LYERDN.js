import{a as o,b as m}from"./chunk-4TWIWMO4.js";import"./chunk-GUHC2J6Y.js";import"./chunk-7VYECGRL.js";import"./chunk-TI5EXB33.js";import"./chunk-ZC7BOVTO.js";import"./chunk-3PB3S7SZ.js";import"./chunk-YQQTABVE.js";import"./chunk-LG5UPLO6.js";import"./chunk-TIXHAVF4.js";import"./chunk-Y7PNFMGA.js";import"./chunk-7VGPG7QM.js";import"./chunk-6YNFKMOJ.js";import"./chunk-5P2HE3TF.js";import"./chunk-M4I3VQ64.js";import"./chunk-FL25JY6V.js";import"./chunk-CCD5VEJM.js";import"./chunk-SUM3UK6E.js";import"./chunk-OQQ46VK2.js";import"./chunk-QRKNRB6D.js";import"./chunk-R2LFDPNX.js";import"./chunk-ALNVRWGO.js";import{a as r}from"./chunk-RBUMNB2V.js";import"./chunk-H4AYY7DZ.js";var i=r(t=>`${o(t)}
  .swimlane.cluster:not([data-color-id]) rect {
    stroke: ${t.clusterBorder} !important;
  }
  [data-look="neo"].cluster rect {
    filter: none;
  }
`,"getStyles"),e=i,F=m({styles:e});export{F as diagram};
