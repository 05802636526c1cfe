// Draws networks from the JSON beside them: who stands where was settled on the server, so the same network always looks
// the same. The table beside the drawing says what it shows, and works without it.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.echarts) return;
  for (const place of document.querySelectorAll("[data-network]")) draw(place);
});

// Without a sign: they keep the scale the same however few organizations there are.
const CORNERS = [[-100, -100], [100, 100]].map(([x, y]) => ({ name: `corner ${x}`, x, y, symbol: "none", silent: true, tooltip: { show: false } }));
const NARROW = 560; // pixels; below it the signs bear their numbers only

function draw(place) {
  const data = JSON.parse(document.getElementById(place.dataset.network).textContent);
  if (data.nodes.length === 0) return;
  place.closest("figure").hidden = false;
  const styles = getComputedStyle(document.documentElement);
  const token = (name) => styles.getPropertyValue(name).trim();
  const font = getComputedStyle(document.body).fontFamily;
  const chart = echarts.init(place, null, { locale: document.documentElement.lang.startsWith("zh") ? "ZH" : "EN" });
  const most = Math.max(...data.nodes.map((node) => node.ties), 1);
  const centre = data.nodes.find((node) => node.centre);
  // Around one organization its own ties speak, the others are background; in the whole all are equal.
  const isOwn = (line) => centre && !data.whole && [line.source, line.target].includes(String(centre.key));

  function option(isNarrow) {
    return {
      animation: false,
      textStyle: { fontFamily: font },
      aria: { enabled: true, decal: { show: true }, label: { description: data.description } },
      tooltip: {
        renderMode: "richText",
        confine: true,
        backgroundColor: token("--surface"),
        borderColor: token("--line"),
        textStyle: { color: token("--ink"), fontSize: 13, fontFamily: font },
        formatter: ({ data: { tip } }) => tip,
      },
      series: [
        {
          type: "graph",
          layout: "none",
          preserveAspect: true,
          left: isNarrow ? 24 : 140,
          right: isNarrow ? 24 : 140,
          top: isNarrow ? 24 : 110,
          bottom: isNarrow ? 24 : 110,
          data: [...data.nodes.map((node) => sign(node, isNarrow)), ...CORNERS],
          links: data.lines.map(connection),
          emphasis: { focus: "adjacency", lineStyle: { color: token("--accent"), opacity: 1 } },
          blur: { itemStyle: { opacity: 0.25 }, label: { opacity: 0.25 }, lineStyle: { opacity: 0.06 } },
        },
      ],
    };
  }

  function sign(node, isNarrow) {
    const size = 16 + 18 * Math.sqrt(node.ties / most);
    return {
      id: String(node.key),
      name: node.name,
      tip: `${node.name}\n${node.about}`,
      address: node.address,
      x: node.x * 100,
      y: node.y * 100,
      symbol: node.symbol,
      symbolSize: size,
      itemStyle: {
        color: node.centre ? token("--accent") : token("--surface"),
        borderColor: node.centre ? token("--accent-dark") : token("--ink-secondary"),
        borderWidth: node.lead ? 4 : 1.5,
      },
      label: isNarrow ? numbered(node) : named(node, size),
    };
  }

  function numbered(node) {
    return {
      show: true,
      position: "inside",
      formatter: String(node.number),
      fontSize: 12,
      color: node.centre ? token("--surface") : token("--ink"),
    };
  }

  // Names stand outside the ring, turned with it, so that neighbours do not run into each other.
  function named(node, size) {
    const label = { show: true, formatter: `${node.number} ${node.name}`, fontSize: 12, color: token("--ink"), width: 120, overflow: "truncate" };
    if (node.x === 0 && node.y === 0) {
      return { ...label, position: "bottom", distance: 4, fontWeight: 600, backgroundColor: token("--surface"), padding: [1, 4] };
    }
    const angle = Math.atan2(-node.y, node.x); // the screen's y runs down
    const isLeft = Math.cos(angle) < -0.001;
    const away = size / 2 + 6;
    return {
      ...label,
      position: "inside",
      align: isLeft ? "right" : "left",
      verticalAlign: "middle",
      rotate: ((isLeft ? angle + Math.PI : angle) * 180) / Math.PI,
      offset: [isLeft ? -away : away, 0],
    };
  }

  function connection(line) {
    const own = isOwn(line);
    const names = [line.source, line.target].map((key) => data.nodes.find((node) => String(node.key) === key)?.name);
    return {
      source: line.source,
      target: line.target,
      tip: `${names.join(" – ")}\n${line.about}`,
      lineStyle: {
        width: 0.75 + line.kinds * (own ? 0.75 : 0.35),
        color: own ? token("--ink-secondary") : token("--outline"),
        opacity: own ? 0.85 : 0.35,
      },
    };
  }

  let isNarrow = place.clientWidth < NARROW;
  chart.setOption(option(isNarrow));
  chart.on("click", ({ data: { address } }) => { if (address) location.assign(address); });
  addEventListener("resize", () => {
    chart.resize();
    if (isNarrow === place.clientWidth < NARROW) return;
    isNarrow = !isNarrow;
    chart.setOption(option(isNarrow), { notMerge: true });
  });
}
