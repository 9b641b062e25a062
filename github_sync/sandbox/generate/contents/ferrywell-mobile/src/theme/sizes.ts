/** Touch targets in points; large ones for gloves. */
export const touch = { normal: 44, large: 56 } as const;
