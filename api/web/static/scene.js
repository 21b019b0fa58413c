// What the picture shows right now, and all that tells the same: table, counts, legend.
//
// What comes, goes or moves does so here, and every change can be undone. What a newcomer would get
// wrong: entities that are hidden are still there, so that what they are linked to need not be asked
// for again.

import { counted, element } from "./dom.js";
import { dressed, inked } from "./shapes.js";

function byKey(items) {
  return new Map(items.map((item) => [item.id, item]));
}

function counts(items) {
  const counted = new Map();
  for (const item of items) counted.set(item, (counted.get(item) ?? 0) + 1);
  return counted;
}

function keep(dataset, wanted, dress) {
  const gone = dataset.getIds().filter((id) => !wanted.has(id));
  const come = [...wanted.values()].filter(({ id }) => !dataset.get(id));
  dataset.remove(gone);
  dataset.add(come.map(dress));
}

export class Scene {
  /**
   * @param picture As the server sent it; its `entities` and `links` grow with the picture.
   * @param theme Returns "light" or "dark".
   */
  constructor(picture, theme) {
    this.picture = picture;
    this.theme = theme;
    this.nodes = byKey(picture.nodes);
    this.edges = byKey(picture.edges);
    this.hidden = new Set();
    this.own = new Map();
    const [paper, worn] = [picture.paper[theme()], theme()];
    this.drawn = {
      nodes: new vis.DataSet(picture.nodes.map((node) => dressed(node, paper, worn))),
      edges: new vis.DataSet(picture.edges.map((edge) => inked(edge, picture.lines, worn))),
    };
  }

  /** What an entity is called inside the page; undefined for one that is not in the picture. */
  key(entityId) {
    return Object.keys(this.picture.entities).find((key) => this.picture.entities[key].id === entityId);
  }

  get shownNodes() {
    return [...this.nodes.values()].filter(({ id }) => !this.hidden.has(id));
  }

  get shownEdges() {
    return [...this.edges.values()].filter(({ from, to }) => !this.hidden.has(from) && !this.hidden.has(to));
  }

  get shownLinks() {
    return this.shownEdges.flatMap(({ links }) => links);
  }

  /** The line that stands for a link. */
  edgeOf(link) {
    return [...this.edges.values()].find(({ links }) => links.includes(link))?.id;
  }

  linksOf(edge) {
    return this.edges.get(edge).links;
  }

  /** Dress all that is drawn anew, as a change of theme needs. */
  dress() {
    const theme = this.theme();
    this.drawn.nodes.update(this.shownNodes.map((node) => dressed(node, this.picture.paper[theme], theme)));
    this.drawn.edges.update(this.shownEdges.map((edge) => inked(edge, this.picture.lines, theme)));
  }

  /** Add what came; return how to take it away. */
  add({ nodes, edges, entities, links }, places) {
    for (const node of nodes) this.nodes.set(node.id, { ...node, ...places.get(node.id) });
    for (const edge of edges) this.edges.set(edge.id, edge);
    Object.assign(this.picture.entities, entities);
    Object.assign(this.picture.links, links);
    for (const id of Object.keys(links)) this.#list(id);
    this.refresh();
    return () => {
      for (const { id } of nodes) this.nodes.delete(id);
      for (const { id } of edges) this.edges.delete(id);
      for (const key of Object.keys(entities)) delete this.picture.entities[key];
      for (const id of Object.keys(links)) {
        delete this.picture.links[id];
        this.own.get(id)?.remove();
        this.own.delete(id);
      }
      this.refresh();
    };
  }

  /** Hide an entity with its links; return how to show it again. */
  hide(key) {
    this.hidden.add(key);
    this.refresh();
    return () => {
      this.hidden.delete(key);
      this.refresh();
    };
  }

  /** Put an entity somewhere; return how to put it back. */
  move(key, place) {
    const node = this.nodes.get(key);
    const before = { x: node.x, y: node.y };
    const put = (at) => {
      Object.assign(node, at);
      if (this.drawn.nodes.get(key)) this.drawn.nodes.update({ id: key, ...at });
    };
    put(place);
    return () => put(before);
  }

  /** Bring the picture, the table and the counts in step with what is shown. */
  refresh() {
    const theme = this.theme();
    this.lettering?.show([], [], false); // vis-network may draw while it takes in what changes
    keep(this.drawn.nodes, byKey(this.shownNodes), (node) => dressed(node, this.picture.paper[theme], theme));
    keep(this.drawn.edges, byKey(this.shownEdges), (edge) => inked(edge, this.picture.lines, theme));
    this.lettering?.show(this.shownNodes, this.shownEdges, this.shownLinks.length <= this.picture.most_named);
    this.lettering?.network.redraw();
    this.tell();
  }

  /** Say in words what is shown. */
  tell() {
    const links = this.shownLinks.map((id) => this.picture.links[id]);
    const entities = this.shownNodes.map(({ id }) => this.picture.entities[id]);
    const shown = new Set(this.shownLinks);
    for (const row of document.querySelectorAll("#links tbody tr")) {
      const button = row.querySelector("[data-link]");
      if (button) row.hidden = !shown.has(button.dataset.link);
    }
    const told = `${counted(entities.length, "entity", "entities")} and ${counted(links.length, "link")}`;
    document.getElementById("shown").textContent = told;
    const numbers = counts([
      ...entities.map(({ label }) => label),
      ...entities.filter(({ described }) => described).map(() => "described"),
      ...links.flatMap(({ type, status }) => [type, status]),
    ]);
    for (const place of document.querySelectorAll("#legend [data-count]")) {
      const number = numbers.get(place.dataset.count) ?? 0;
      place.textContent = String(number);
      place.closest("li").hidden = !number;
    }
    for (const group of document.querySelectorAll("#legend .columns > div"))
      group.hidden = ![...group.querySelectorAll("li")].some((item) => !item.hidden);
  }

  #list(id) {
    const link = this.picture.links[id];
    const end = (key) => {
      const { label, href, name } = this.picture.entities[key];
      return element("td", {}, element("a", { class: `of-${label}`, href }, element("bdi", {}, name)));
    };
    const row = element(
      "tr",
      {},
      end(link.source),
      element("td", {}, element("button", { type: "button", "data-link": id }, link.phrase)),
      end(link.target),
      element("td", {}, element("span", { class: `status ${link.status}` }, link.status)),
      element("td", {}, link.years),
      element("td", { class: "count" }, String(link.claims)),
      element("td", { class: "count" }, String(link.documents)),
    );
    this.own.set(id, row);
    document.querySelector("#links tbody").append(row);
  }
}
