// Plane geometry for the basemap: clip rings to a box, thin them, and cut the coast where it runs along the box.

/** Clips a closed ring to a box [west, south, east, north] (Sutherland and Hodgman, one side after another). */
export function clipRing(ring, [west, south, east, north]) {
  const sides = [
    { inside: (p) => p[0] >= west, cross: (a, b) => atX(a, b, west) },
    { inside: (p) => p[0] <= east, cross: (a, b) => atX(a, b, east) },
    { inside: (p) => p[1] >= south, cross: (a, b) => atY(a, b, south) },
    { inside: (p) => p[1] <= north, cross: (a, b) => atY(a, b, north) },
  ];
  let points = ring.slice(0, -1);
  for (const { inside, cross } of sides) {
    const kept = [];
    let before = points[points.length - 1];
    for (const point of points) {
      if (inside(point) !== inside(before)) kept.push(cross(before, point));
      if (inside(point)) kept.push(point);
      before = point;
    }
    points = kept;
    if (points.length < 3) return [];
  }
  return [...points, points[0]];
}

const atX = (a, b, x) => [x, a[1] + ((b[1] - a[1]) * (x - a[0])) / (b[0] - a[0])];
const atY = (a, b, y) => [a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]), y];

/** Signed area of a ring in square degrees, the east-west axis shrunk by the latitude. */
export function areaOf(ring) {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return (sum / 2) * Math.cos((ring[0][1] * Math.PI) / 180);
}

/**
 * Thins a line by the area rule of Visvalingam and Whyatt: the point whose triangle is smallest goes first, until every
 * triangle left is at least `least` square degrees. Points for which `keep` holds stay.
 */
export function thin(points, least, keep = () => false) {
  const count = points.length;
  if (count <= 4) return points;
  const before = Int32Array.from({ length: count }, (_, i) => i - 1);
  const after = Int32Array.from({ length: count }, (_, i) => i + 1);
  const gone = new Uint8Array(count);
  const areas = new Float64Array(count).fill(Infinity);
  const heap = new AreaHeap(areas);
  const measure = (i) => {
    if (i <= 0 || i >= count - 1 || keep(points[i])) return;
    areas[i] = triangle(points[before[i]], points[i], points[after[i]]);
    if (areas[i] < least) heap.push(i, areas[i]);
  };
  for (let i = 1; i < count - 1; i++) measure(i);
  let left = count;
  for (let next = heap.pop(); next && left > 4; next = heap.pop()) {
    const [i, area] = next;
    if (gone[i] || areas[i] !== area) continue;
    gone[i] = 1;
    left--;
    after[before[i]] = after[i];
    before[after[i]] = before[i];
    measure(before[i]);
    measure(after[i]);
  }
  return points.filter((_, i) => !gone[i]);
}

const triangle = (a, b, c) =>
  (Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2) * Math.cos((b[1] * Math.PI) / 180);

/** A binary heap of (index, area), smallest area first; stale entries are told apart by their area. */
class AreaHeap {
  #items = [];

  push(index, area) {
    const items = this.#items;
    let at = items.push([index, area]) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (items[up][1] <= items[at][1]) break;
      [items[up], items[at]] = [items[at], items[up]];
      at = up;
    }
  }

  pop() {
    const items = this.#items;
    if (items.length === 0) return undefined;
    const top = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last;
      this.#sink();
    }
    return top;
  }

  #sink() {
    const items = this.#items;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      let least = at;
      if (left < items.length && items[left][1] < items[least][1]) least = left;
      if (left + 1 < items.length && items[left + 1][1] < items[least][1]) least = left + 1;
      if (least === at) return;
      [items[least], items[at]] = [items[at], items[least]];
      at = least;
    }
  }
}

/** Cuts a clipped ring into the parts that are coast: what runs along the box's edge is no coast. */
export function coastParts(ring, box) {
  const parts = [];
  let part = [];
  for (let i = 0; i + 1 < ring.length; i++) {
    if (alongEdge(ring[i], ring[i + 1], box)) {
      if (part.length > 1) parts.push(part);
      part = [];
      continue;
    }
    if (part.length === 0) part.push(ring[i]);
    part.push(ring[i + 1]);
  }
  if (part.length > 1) parts.push(part);
  return parts;
}

export const onEdge = (p, [west, south, east, north]) =>
  p[0] === west || p[0] === east || p[1] === south || p[1] === north;

const alongEdge = (a, b, [west, south, east, north]) =>
  (a[0] === b[0] && (a[0] === west || a[0] === east)) || (a[1] === b[1] && (a[1] === south || a[1] === north));
