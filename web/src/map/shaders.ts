// One square for each track; the mark is drawn inside it by distance, so that it is sharp at every size.

export const VERTEX = `#version 300 es
precision highp float;
uniform mat4 u_matrix;
uniform vec2 u_viewport;
uniform float u_worldPx;
uniform float u_ratio;
uniform float u_pass;
uniform float u_scale;
uniform float u_selected;
layout(location = 0) in vec2 a_corner;
layout(location = 1) in vec2 a_place;
layout(location = 2) in float a_sigma;
layout(location = 3) in float a_course;
layout(location = 4) in float a_standing;
out vec2 v_px;
flat out float v_ring;
flat out float v_course;
flat out float v_standing;
flat out float v_selected;
flat out float v_scale;

const float LEAST_RING = 9.0;
const float GREATEST_RING = 160.0;

void main() {
  v_selected = float(gl_InstanceID) == u_selected ? 1.0 : 0.0;
  v_scale = a_standing > 0.5 ? max(0.85, u_scale) : u_scale;
  v_standing = a_standing;
  v_course = a_course;
  v_ring = clamp(2.0 * a_sigma * u_worldPx, LEAST_RING, GREATEST_RING);
  // The first pass draws the quiet tracks; what needs attention comes again, by itself, on top.
  if (u_pass == 0.0 && (v_selected > 0.5 || a_standing > 0.5)) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  bool ringed = a_standing == 1.0 || v_selected > 0.5;
  float reach = (ringed ? max(v_ring, 15.0) : a_standing == 2.0 ? 14.0 : (a_course < 0.0 ? 2.7 : 6.5) * v_scale) + 1.5;
  v_px = a_corner * reach;
  vec4 centre = u_matrix * vec4(a_place, 0.0, 1.0);
  gl_Position = centre + vec4(v_px * vec2(2.0, -2.0) / u_viewport * u_ratio * centre.w, 0.0, 0.0);
}`;

export const FRAGMENT = `#version 300 es
precision highp float;
uniform vec3 u_mark;
uniform vec3 u_edge;
uniform vec3 u_strong;
uniform vec3 u_select;
in vec2 v_px;
flat in float v_ring;
flat in float v_course;
flat in float v_standing;
flat in float v_selected;
flat in float v_scale;
out vec4 color;

/** Signed distance to a dart that points up: outer triangle less a notch at its foot. */
float dart(vec2 p, float s) {
  p.x = abs(p.x);
  float outer = dot(p - vec2(0.0, -1.15 * s), vec2(0.927, -0.375));
  float notch = dot(p - vec2(0.0, 0.45 * s), vec2(-0.5, 0.866));
  return max(outer, notch);
}

vec4 over(vec4 top, vec4 below) {
  float a = top.a + below.a * (1.0 - top.a);
  return a > 0.0 ? vec4((top.rgb * top.a + below.rgb * below.a * (1.0 - top.a)) / a, a) : vec4(0.0);
}

void main() {
  bool inside = v_standing == 2.0;
  bool open = v_standing == 1.0;
  bool moving = v_course >= 0.0;
  vec2 p = v_px;
  float size = (inside ? 7.5 : 5.6) * v_scale;
  float d;
  if (moving) {
    float c = cos(v_course);
    float s = sin(v_course);
    vec2 q = vec2(c * p.x + s * p.y, -s * p.x + c * p.y);
    d = dart(q, size);
  } else {
    d = length(p) - (inside ? 4.2 : 2.7 * v_scale);
  }
  vec3 ink = inside || open ? u_strong : u_mark;
  float fill = 1.0 - smoothstep(-0.6, 0.5, d);
  float edge = 1.0 - smoothstep(0.4, 1.7, d);
  if (v_standing == 0.0 && v_selected < 0.5) {
    // Nearly all tracks end here, so this way is kept short.
    float rim = edge * 0.75 * min(1.0, v_scale) * (1.0 - fill);
    color = vec4(u_mark * fill + u_edge * rim, fill + rim);
    return;
  }
  vec4 mark = vec4(ink, open ? 1.0 - smoothstep(0.5, 1.1, abs(d)) : fill);
  vec4 shown = over(mark, vec4(u_edge, edge * (open ? 0.9 : 0.75) * min(1.0, v_scale)));
  float r = length(p);
  if (open) {
    float turns = atan(p.y, p.x) / 6.2831853 * max(8.0, floor(v_ring * 0.9));
    float dash = smoothstep(0.46, 0.54, abs(fract(turns) - 0.5) * 2.0);
    float ring = (1.0 - smoothstep(0.5, 1.3, abs(r - v_ring))) * dash;
    shown = over(vec4(u_strong, ring * 0.85), over(shown, vec4(u_strong, r < v_ring ? 0.05 : 0.0)));
  }
  if (inside) {
    shown = over(vec4(u_strong, (1.0 - smoothstep(0.4, 1.2, abs(r - 12.0))) * 0.9), shown);
  }
  if (v_selected > 0.5) {
    shown = over(vec4(u_select, 1.0 - smoothstep(0.9, 1.8, abs(r - 15.0))), shown);
  }
  if (shown.a < 0.01) discard;
  color = vec4(shown.rgb * shown.a, shown.a);
}`;
