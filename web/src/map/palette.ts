// The map's colours, dark and light. Colour means attention, never a side.

export type Theme = 'dark' | 'light';

export interface Palette {
  readonly land: string;
  readonly sea: string;
  readonly coast: string;
  readonly label: string;
  readonly cityLabel: string;
  readonly seaLabel: string;
  readonly halo: string;
  readonly zone: string;
  readonly zoneFill: number;
  readonly corridor: string;
  readonly corridorFill: number;
  readonly line: string;
  readonly lineCasing: string;
  readonly trail: string;
  /** Red, green, blue from 0 to 1. */
  readonly mark: readonly [number, number, number];
  readonly markEdge: readonly [number, number, number];
  readonly markStrong: readonly [number, number, number];
  readonly markSelected: readonly [number, number, number];
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  dark: {
    land: '#1c242c',
    sea: '#10171e',
    coast: '#3b4a58',
    label: '#a3b0bd',
    cityLabel: '#c3ced8',
    seaLabel: '#6f879c',
    halo: '#141b22',
    zone: '#7cc4ff',
    zoneFill: 0.13,
    corridor: '#58b09c',
    corridorFill: 0.3,
    line: '#f2f5f8',
    lineCasing: '#10171e',
    trail: '#7cc4ff',
    mark: [0.69, 0.74, 0.79],
    markEdge: [0.05, 0.07, 0.09],
    markStrong: [1, 1, 1],
    markSelected: [0.49, 0.77, 1],
  },
  light: {
    land: '#f1f3f4',
    sea: '#d3dee7',
    coast: '#93a7b7',
    label: '#4d5a66',
    cityLabel: '#2c3742',
    seaLabel: '#54708a',
    halo: '#f7f9fa',
    zone: '#1f6fb2',
    zoneFill: 0.13,
    corridor: '#1f7a66',
    corridorFill: 0.24,
    line: '#1a222a',
    lineCasing: '#f7f9fa',
    trail: '#1f6fb2',
    mark: [0.3, 0.36, 0.42],
    markEdge: [0.98, 0.99, 1],
    markStrong: [0.06, 0.09, 0.12],
    markSelected: [0.09, 0.4, 0.68],
  },
};
