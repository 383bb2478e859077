/** Levels of a cell: 0 is ground that nobody watched, the others are quarters of the root of the chance to see. */
export const LEVELS = 5;
