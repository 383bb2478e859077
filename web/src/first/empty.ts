// An installation is empty while no feed has ever brought a frame: then a map says nothing, and a newcomer needs words.
import type { Floor } from '../api/types';

export const isEmpty = (floor: Floor | null, incidents: number): boolean =>
  floor !== null && !floor.exercise && incidents === 0 && floor.feeds.every((feed) => feed.frames === 0);
