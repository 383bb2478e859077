// Draws all tracks in one go on the map's own canvas: twenty thousand squares, their rows sent anew when they change.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import type { Palette } from './palette';
import { FRAGMENT, VERTEX } from './shaders';
import { ROW, type TrackStore } from './trackStore';

const UNIFORMS = [
  'matrix',
  'viewport',
  'worldPx',
  'ratio',
  'pass',
  'scale',
  'selected',
  'mark',
  'edge',
  'strong',
  'select',
] as const;
/** Place in the shader, number of floats, column in a row. */
const COLUMNS = [
  [1, 2, 0],
  [2, 1, 2],
  [3, 1, 3],
  [4, 1, 4],
] as const;
const FLOAT = 4;
const TILE_PX = 512;

export class TrackLayer implements CustomLayerInterface {
  readonly id = 'tracks';
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  selectedSlot = -1;
  visible = true;
  palette: Palette;
  /** How many tracks the last frame drew. */
  drawn = 0;
  #store: TrackStore;
  #map: MapLibreMap | undefined;
  #program: WebGLProgram | undefined;
  #all: RowBuffer | undefined;
  #special: RowBuffer | undefined;
  #uniforms = {} as Record<(typeof UNIFORMS)[number], WebGLUniformLocation | null>;
  #stale = true;
  #sentSelected = -1;

  constructor(store: TrackStore, palette: Palette) {
    this.#store = store;
    this.palette = palette;
  }

  /** Draws another store from now on. */
  set store(store: TrackStore) {
    if (store === this.#store) return;
    this.#store = store;
    this.changed();
  }

  /** The store has news: send it before the next frame. */
  changed(): void {
    this.#stale = true;
    this.#map?.triggerRepaint();
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#program = link(gl);
    for (const name of UNIFORMS) this.#uniforms[name] = gl.getUniformLocation(this.#program, `u_${name}`);
    const corners = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
    this.#all = new RowBuffer(gl, corners);
    this.#special = new RowBuffer(gl, corners);
    this.#stale = true;
  }

  onRemove(_map: MapLibreMap, gl: WebGL2RenderingContext): void {
    if (this.#program) gl.deleteProgram(this.#program);
    this.#all?.remove(gl);
    this.#special?.remove(gl);
    this.#map = undefined;
  }

  render(gl: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    const { count, originX, originY } = this.#store;
    if (!this.visible || count === 0 || !this.#map || !this.#program || !this.#all || !this.#special) {
      this.drawn = 0;
      return;
    }
    this.#send(gl, this.#all, this.#special);
    gl.useProgram(this.#program);
    gl.uniformMatrix4fv(this.#uniforms.matrix, false, moved(defaultProjectionData.mainMatrix, originX, originY));
    this.#look(gl, this.#map);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#draw(gl, this.#all, 0, this.selectedSlot);
    this.#draw(gl, this.#special, 1, this.#sentSelected >= 0 ? this.#special.count - 1 : -1);
    gl.bindVertexArray(null);
    this.drawn = count;
  }

  #look(gl: WebGL2RenderingContext, map: MapLibreMap): void {
    const u = this.#uniforms;
    gl.uniform2f(u.viewport, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.uniform1f(u.worldPx, TILE_PX * 2 ** map.getZoom());
    gl.uniform1f(u.ratio, map.getPixelRatio());
    gl.uniform1f(u.scale, scaleAt(map.getZoom()));
    gl.uniform3f(u.mark, ...this.palette.mark);
    gl.uniform3f(u.edge, ...this.palette.markEdge);
    gl.uniform3f(u.strong, ...this.palette.markStrong);
    gl.uniform3f(u.select, ...this.palette.markSelected);
  }

  #draw(gl: WebGL2RenderingContext, rows: RowBuffer, pass: number, selected: number): void {
    if (rows.count === 0) return;
    gl.uniform1f(this.#uniforms.pass, pass);
    gl.uniform1f(this.#uniforms.selected, selected);
    gl.bindVertexArray(rows.array);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, rows.count);
  }

  #send(gl: WebGL2RenderingContext, all: RowBuffer, special: RowBuffer): void {
    if (!this.#stale && this.#sentSelected === this.selectedSlot) return;
    this.#stale = false;
    this.#sentSelected = this.selectedSlot;
    all.send(gl, this.#store.rows, this.#store.count);
    const rows = this.#store.attentionRows(this.selectedSlot);
    special.send(gl, rows, rows.length / ROW);
  }
}

/** Rows of tracks on the graphics card, grown as needed, with the square that each is drawn in. */
class RowBuffer {
  readonly array: WebGLVertexArrayObject;
  readonly #buffer: WebGLBuffer;
  count = 0;
  #capacity = 0;

  constructor(gl: WebGL2RenderingContext, corners: WebGLBuffer) {
    this.array = gl.createVertexArray();
    this.#buffer = gl.createBuffer();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, corners);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    for (const [place, size, column] of COLUMNS) {
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, ROW * FLOAT, column * FLOAT);
      gl.vertexAttribDivisor(place, 1);
    }
    gl.bindVertexArray(null);
  }

  send(gl: WebGL2RenderingContext, rows: Float32Array, count: number): void {
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer);
    if (this.#capacity < rows.length) {
      gl.bufferData(gl.ARRAY_BUFFER, rows, gl.DYNAMIC_DRAW);
      this.#capacity = rows.length;
    } else {
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, rows, 0, count * ROW);
    }
    this.count = count;
  }

  remove(gl: WebGL2RenderingContext): void {
    gl.deleteBuffer(this.#buffer);
    gl.deleteVertexArray(this.array);
  }
}

/** Smaller marks where the whole theatre is shown, so that many of them stay calm. */
const scaleAt = (zoom: number): number => Math.min(1.15, Math.max(0.55, 0.55 + (zoom - 5.5) * 0.15));

/** The map's matrix after a move to the drawing's own origin, computed in doubles before it is cut to floats. */
function moved(m: ArrayLike<number>, x: number, y: number): Float32Array {
  const out = Float32Array.from(m);
  for (let row = 0; row < 4; row++) out[12 + row] = m[row]! * x + m[4 + row]! * y + m[12 + row]!;
  return out;
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) {
      throw new Error(`track layer: shader does not compile: ${gl.getShaderInfoLog(shader)}`);
    }
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(`track layer: program does not link: ${gl.getProgramInfoLog(program)}`);
  }
  return program;
}
