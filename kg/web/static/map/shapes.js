// A program for sigma that draws each class in its own shape: regular polygons, stars and circles, filled or hollow.
import { NodeProgram, floatColor } from "/static/vendor/sigma-3.0.3/sigma.mjs";

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
const STAR = 1, HOLLOW = 2;
const looks = JSON.parse(document.getElementById("page").textContent).looks;

/** Gives corners, turn, reach and style of each class, from the corners that all pages draw it with. */
const KINDS = Object.fromEntries(Object.entries(looks).map(([cls, { points, fill }]) => {
  const style = fill === "#ffffff" ? HOLLOW : 0;
  if (!points) return [cls, [0, 0, 0.8, style]];
  const reach = Math.hypot(points[0], points[1]), second = Math.hypot(points[2], points[3]), star = second < 0.8 * reach;
  return [cls, [points.length / (star ? 4 : 2), Math.atan2(-points[1], points[0]), reach, style + (star ? STAR : 0)]];
}));

const VERTEX = `
attribute vec2 a_position; attribute float a_size; attribute vec4 a_color; attribute vec4 a_id; attribute vec4 a_kind; attribute vec2 a_corner;
uniform mat3 u_matrix; uniform float u_sizeRatio; uniform float u_correctionRatio;
varying vec4 v_color; varying vec2 v_at; varying vec4 v_kind; varying float v_pixel;
void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  gl_Position = vec4((u_matrix * vec3(a_position + a_corner * radius * 1.05, 1)).xy, 0, 1);
  v_at = a_corner * 1.05;
  v_kind = a_kind;
  v_pixel = u_sizeRatio / (a_size + 0.001);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;

const FRAGMENT = `
precision highp float;
varying vec4 v_color; varying vec2 v_at; varying vec4 v_kind; varying float v_pixel;
const float TURN = 6.2831853;
float distanceTo(float sides, float turn, float reach, bool star) {
  float far = length(v_at);
  if (sides < 2.5) return far - reach;
  float wedge = TURN / sides, angle = mod(atan(v_at.y, v_at.x) - turn + wedge * 0.5, wedge) - wedge * 0.5;
  if (!star) return far * cos(wedge * 0.5 - abs(angle)) - reach * cos(wedge * 0.5);
  vec2 tip = vec2(reach, 0.0), dent = 0.42 * reach * vec2(cos(wedge * 0.5), sin(wedge * 0.5)), side = dent - tip;
  return dot(far * vec2(cos(angle), sin(abs(angle))) - tip, normalize(vec2(side.y, -side.x)));
}
void main() {
  float style = v_kind.w, d = distanceTo(v_kind.x, v_kind.y, v_kind.z * 1.1, mod(style, 2.0) > 0.5);
  #ifdef PICKING_MODE
  gl_FragColor = d > v_pixel ? vec4(0.0) : v_color;
  #else
  float cover = 1.0 - smoothstep(-v_pixel * 0.5, v_pixel * 0.5, d), rim = max(v_pixel * 1.6, 0.26);
  vec4 inner = style > 1.5 ? mix(vec4(1.0), v_color, smoothstep(-rim - v_pixel, -rim, d)) : v_color;
  gl_FragColor = inner * cover;
  #endif
}`;

export class Shapes extends NodeProgram {
  getDefinition() {
    return {
      VERTICES: 6, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: TRIANGLES,
      UNIFORMS: ["u_sizeRatio", "u_correctionRatio", "u_matrix"],
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT }, { name: "a_size", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true }, { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_kind", size: 4, type: FLOAT },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [[-1, -1], [1, -1], [1, 1], [-1, -1], [1, 1], [-1, 1]],
    };
  }

  processVisibleItem(picked, start, data) {
    this.array.set([data.x, data.y, data.size, floatColor(data.color), picked, ...(KINDS[data.shape] || KINDS.Other)], start);
  }

  setUniforms({ sizeRatio, correctionRatio, matrix }, { gl, uniformLocations: { u_sizeRatio, u_correctionRatio, u_matrix } }) {
    gl.uniform1f(u_sizeRatio, sizeRatio);
    gl.uniform1f(u_correctionRatio, correctionRatio);
    gl.uniformMatrix3fv(u_matrix, false, matrix);
  }
}
