// What every page does: the search box with its list, "/" to get there.
import { attach } from "./search.js";

attach(document.getElementById("find"), document.getElementById("found"));
document.documentElement.dataset.site = "";
