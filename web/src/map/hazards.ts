// Hazards as the map draws them.
import type { Hazard } from '../api/types';

/** Areas with the longitude first, closed, and named by their ids. */
export const featuresOf = (hazards: readonly Hazard[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features: hazards.map(({ id, area }) => ({
    type: 'Feature',
    properties: { name: id },
    geometry: {
      type: 'Polygon',
      coordinates: [[...area, ...area.slice(0, 1)].map(([latitude, longitude]) => [longitude, latitude])],
    },
  })),
});
