// The graph page shows its picture first and is given its behaviour after that.
import { glimpse } from "./glimpse.js";

const drawn = glimpse(document.getElementById("canvas"), JSON.parse(document.getElementById("drawing").textContent));
if (drawn) document.documentElement.dataset.drawn = "";
requestAnimationFrame(() => setTimeout(() => import("./graph.js")));
