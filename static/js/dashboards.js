// Draws flows between stages and changes per quarter from the JSON beside them. The tables below say the same.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.echarts) return;
  const styles = getComputedStyle(document.documentElement);
  const token = (name) => styles.getPropertyValue(name).trim();
  const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, color: token("--ink-secondary") };
  const drawings = { flows, quarters };

  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(`data-of-${place.dataset.chart}`).textContent);
    if (!data.table.some((line) => line.some(Boolean))) continue;
    place.closest(".drawing").hidden = false;
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption({ animation: false, textStyle: font, tooltip: tooltip(), ...drawings[place.dataset.chart](data) });
    window.addEventListener("resize", () => chart.resize());
  }

  function tooltip() {
    return {
      renderMode: "richText",
      confine: true,
      backgroundColor: token("--surface"),
      borderColor: token("--line"),
      textStyle: { ...font, color: token("--ink") },
    };
  }

  // No stage and a lapse have no colour of their own: the neutral of the hatch, and the outline of controls.
  function colour(slug) {
    return { none: token("--stage-hatch"), lapsed: token("--outline") }[slug] || token(`--stage-${slug}`);
  }

  function flows(data) {
    const nodes = [];
    const links = [];
    data.slugs.forEach((slug, from) => {
      data.table[from].forEach((number, to) => {
        if (number) links.push({ source: `before-${slug}`, target: `after-${data.slugs[to]}`, value: number });
      });
    });
    [3, 2, 1, 4, 0].forEach((state) => {
      for (const side of ["before", "after"]) {
        const name = `${side}-${data.slugs[state]}`;
        if (!links.some((link) => link.source === name || link.target === name)) continue;
        nodes.push({ name, depth: side === "before" ? 0 : 1, itemStyle: { color: colour(data.slugs[state]) } });
      }
    });
    const word = (name) => data.words[data.slugs.indexOf(name.split("-")[1])];
    return {
      tooltip: {
        ...tooltip(),
        formatter: ({ dataType, data: item, value }) =>
          dataType === "edge" ? `${word(item.source)} → ${word(item.target)}: ${value}` : `${word(item.name)}: ${value}`,
      },
      series: {
        type: "sankey",
        data: nodes,
        links,
        layoutIterations: 0,
        nodeGap: 16,
        left: 4,
        right: 150,
        top: 8,
        bottom: 8,
        draggable: false,
        label: { ...font, color: token("--ink"), formatter: ({ name, value }) => `${word(name)} ${value}` },
        lineStyle: { color: "source", opacity: 0.35 },
      },
    };
  }

  // Up above the line; down and lapsed below it, where they take away.
  function quarters(data) {
    const fills = [token("--accent"), token("--attention"), token("--outline")];
    return {
      grid: { left: 40, right: 12, top: 36, bottom: 28 },
      legend: { top: 0, left: 0, textStyle: font, itemWidth: 12, itemHeight: 12 },
      tooltip: { ...tooltip(), trigger: "axis", valueFormatter: (value) => (value === null ? "–" : String(Math.abs(value))) },
      xAxis: { type: "category", data: data.names, axisTick: { show: false }, axisLabel: { ...font, hideOverlap: true } },
      yAxis: {
        type: "value",
        minInterval: 1,
        axisLabel: { ...font, formatter: (value) => String(Math.abs(value)) },
        splitLine: { lineStyle: { color: token("--line") } },
      },
      series: data.words.map((name, kind) => ({
        name,
        type: "bar",
        stack: "changes",
        barMaxWidth: 28,
        itemStyle: { color: fills[kind] },
        data: data.table.map((line) => (line[kind] === null ? null : (kind ? -1 : 1) * line[kind])),
      })),
    };
  }
});
