// Draws the pictures of the dashboards from the JSON beside them. The tables below say the same. A mark with a link
// leads to the partnerships behind it; one that is left out has neither.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.echarts) return;
  const styles = getComputedStyle(document.documentElement);
  const token = (name) => styles.getPropertyValue(name).trim();
  const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, color: token("--ink-secondary") };
  const drawings = { months, flows, quarters, curves, endings, intervals };
  const changes = [token("--accent"), token("--attention"), token("--outline")];

  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(`data-of-${place.dataset.chart}`).textContent);
    if (!data.table.some((line) => line.some(Boolean))) continue;
    place.closest(".drawing").hidden = false;
    if (data.panels && place.clientWidth < 700) place.classList.add("is-tall");
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption({ animation: false, textStyle: font, tooltip: tooltip(), ...drawings[place.dataset.kind](data, place) });
    chart.on("click", (mark) => {
      const address = addressOf(data, mark);
      if (address) window.location.assign(address);
    });
    window.addEventListener("resize", () => chart.resize());
  }

  function addressOf(data, { seriesIndex, dataIndex, data: item }) {
    if (item && item.link) return item.link;
    if (data.links && dataIndex !== undefined) return (data.links[dataIndex] || [])[seriesIndex];
    if (data.panels) return data.panels.flatMap((panel) => panel.links)[seriesIndex];
    if (data.lines) return data.lines[Math.floor(seriesIndex / SERIES_OF_A_LINE)].link;
    return "";
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

  function number(value) {
    return value === null || value === undefined ? "–" : String(Math.abs(value));
  }

  // About how wide a word is in points: Chinese characters are as wide as they are high.
  function widthOf(word) {
    return [...word].reduce((width, letter) => width + (letter > "\u2e80" ? 13 : 7.5), 0);
  }

  function percent(value) {
    return `${Math.round(100 * value)}%`;
  }

  function counted(data) {
    return {
      grid: { left: 48, right: 12, top: 72, bottom: 28 },
      legend: { top: 0, left: 0, textStyle: font, itemWidth: 12, itemHeight: 12 },
      tooltip: { ...tooltip(), trigger: "axis", valueFormatter: number },
      xAxis: { type: "category", data: data.names, axisTick: { show: false }, axisLabel: { ...font, hideOverlap: true } },
      yAxis: { type: "value", name: data.unit, nameGap: 8, nameTextStyle: { ...font, align: "left", padding: [0, 0, 0, -40] }, minInterval: 1, axisLabel: { ...font, formatter: number }, splitLine: { lineStyle: { color: token("--line") } } },
    };
  }

  function months(data) {
    return {
      ...counted(data),
      series: data.words.map((name, state) => ({
        name,
        type: "bar",
        stack: "partnerships",
        barCategoryGap: "8%",
        itemStyle: { color: colour(data.slugs[state]) },
        data: data.table.map((line) => line[state]),
      })),
    };
  }

  function flows(data, place) {
    const isNarrow = place.clientWidth < 450;
    const nodes = [];
    const links = [];
    data.slugs.forEach((slug, from) => {
      data.table[from].forEach((value, to) => {
        const link = data.links[from][to];
        if (value) links.push({ source: `before-${slug}`, target: `after-${data.slugs[to]}`, value, link });
      });
    });
    [3, 2, 1, 4, 0].forEach((state) => {
      ["before", "after"].forEach((side, depth) => {
        const name = `${side}-${data.slugs[state]}`;
        if (!links.some((link) => link.source === name || link.target === name)) return;
        nodes.push({ name, depth, link: data.nodes[depth][state], itemStyle: { color: colour(data.slugs[state]) } });
      });
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
        right: isNarrow ? 125 : 150,
        top: 8,
        bottom: 8,
        draggable: false,
        label: { ...font, ...(isNarrow && { fontSize: 11 }), color: token("--ink"), formatter: ({ name, value }) => `${word(name)} ${value}` },
        lineStyle: { color: "source", opacity: 0.35 },
      },
    };
  }

  // Up above the line; down and lapsed below it, where they take away.
  function quarters(data) {
    return {
      ...counted(data),
      series: data.words.map((name, kind) => ({
        name,
        type: "bar",
        stack: "changes",
        barMaxWidth: 28,
        itemStyle: { color: changes[kind] },
        data: data.table.map((line) => (line[kind] === null ? null : (kind ? -1 : 1) * line[kind])),
      })),
    };
  }

  // Steps of a share over months; each line is a curve and, where there is one, its band: its lower edge, and what is
  // between the edges stacked on it. Cohorts have no stage: the later, the darker.
  const SERIES_OF_A_LINE = 3;
  function curves(data) {
    const last = Math.max(...data.lines.flatMap((line) => line.months));
    const series = data.lines.flatMap((line, place) => {
      const fill = line.slug ? colour(line.slug) : token("--ink");
      const opacity = line.slug ? 1 : 0.3 + (0.7 * (place + 1)) / data.lines.length;
      const points = (values) => line.months.map((month, at) => [month, values[at]]);
      const plain = { type: "line", step: "end", symbol: "none", triggerLineEvent: true, lineStyle: { width: 0 } };
      const edge = { ...plain, stack: `band-${place}`, silent: true, tooltip: { show: false } };
      const dashes = ["solid", "dashed", "dotted", [8, 3, 2, 3], [12, 4]];
      return [
        { ...edge, data: line.low ? points(line.low) : [] },
        { ...edge, data: line.low ? points(line.high.map((high, at) => high - line.low[at])) : [], areaStyle: { color: fill, opacity: 0.2 } },
        {
          ...plain,
          name: line.word,
          data: points(line.share),
          lineStyle: { width: 2.5, color: fill, opacity, type: dashes[place % dashes.length] },
          itemStyle: { color: fill, opacity },
          endLabel: { show: true, ...font, color: token("--ink"), formatter: line.word },
          labelLayout: { moveOverlap: "shiftY" },
          cursor: line.link ? "pointer" : "default",
        },
      ];
    });
    return {
      grid: { left: 48, right: Math.max(...data.lines.map((line) => widthOf(line.word))) + 16, top: 16, bottom: 44 },
      tooltip: { ...tooltip(), trigger: "axis", valueFormatter: percent },
      xAxis: { type: "value", min: 0, max: last, interval: 12, name: data.months, nameLocation: "middle", nameGap: 28, nameTextStyle: font, axisLabel: { ...font, hideOverlap: true }, splitLine: { show: false } },
      yAxis: { type: "value", min: 0, max: 1, axisLabel: { ...font, formatter: percent }, splitLine: { lineStyle: { color: token("--line") } } },
      series,
    };
  }

  // One panel for each stage: what has ended, stacked by how. Beside each other, on narrow screens one below the other.
  function endings(data, place) {
    const isNarrow = place.clientWidth < 700;
    const share = 100 / data.panels.length;
    const start = (at) => `${at * share + 2}%`;
    const size = `${share - 7}%`;
    return {
      title: data.panels.map((panel, at) => ({
        text: panel.word,
        textStyle: { ...font, color: token("--ink"), fontWeight: 600 },
        ...(isNarrow ? { left: 40, top: `${at * share + 4}%` } : { left: start(at), top: 28 }),
      })),
      legend: { top: 0, left: 0, textStyle: font, itemWidth: 12, itemHeight: 12 },
      tooltip: { ...tooltip(), trigger: "axis", valueFormatter: percent },
      grid: data.panels.map((panel, at) =>
        isNarrow
          ? { left: 44, right: 12, top: `${at * share + 9}%`, height: `${share - 16}%` }
          : { left: `${at * share + 4}%`, width: size, top: 56, bottom: 44 },
      ),
      xAxis: data.panels.map((panel, at) => ({
        type: "value", gridIndex: at, min: 0, max: 60, interval: 12, axisLabel: font, splitLine: { show: false },
        name: data.months, nameLocation: "middle", nameGap: 26, nameTextStyle: font,
      })),
      yAxis: data.panels.map((panel, at) => ({
        type: "value", gridIndex: at, min: 0, max: 1, axisLabel: { ...font, formatter: percent },
        splitLine: { lineStyle: { color: token("--line") } },
      })),
      series: data.panels.flatMap((panel, at) =>
        panel.shares.map((line, kind) => ({
          name: data.words[kind],
          type: "line",
          step: "end",
          symbol: "none",
          triggerLineEvent: true,
          stack: `panel-${at}`,
          xAxisIndex: at,
          yAxisIndex: at,
          lineStyle: { width: 1, color: changes[kind] },
          itemStyle: { color: changes[kind] },
          areaStyle: { color: changes[kind], opacity: 0.55 },
          data: line.map((value, age) => [panel.months[age], value]),
        })),
      ),
    };
  }

  // A point and its interval for each row.
  function intervals(data, place) {
    const names = data.marks.map((mark) => mark.word);
    return {
      grid: { left: 8, right: 24, top: 8, bottom: 44, containLabel: true },
      tooltip: { ...tooltip(), formatter: ({ data: item }) => `${item.word}: ${round(item.point)} (${round(item.low)}–${round(item.high)})` },
      xAxis: { type: "value", min: 0, name: data.unit, nameLocation: "middle", nameGap: 28, nameTextStyle: font, axisLabel: font, splitLine: { lineStyle: { color: token("--line") } } },
      yAxis: { type: "category", data: names, inverse: true, axisTick: { show: false }, axisLabel: { ...font, color: token("--ink"), width: Math.min(260, place.clientWidth * 0.4), overflow: "truncate" } },
      series: {
        type: "custom",
        data: data.marks.map((mark, at) => ({ ...mark, value: [mark.low, mark.point, mark.high, at] })),
        encode: { x: [0, 1, 2], y: 3 },
        renderItem: (params, api) => {
          const at = api.value(3);
          const [low, point, high] = [0, 1, 2].map((part) => api.coord([api.value(part), at]));
          return {
            type: "group",
            children: [
              { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: token("--outline"), lineWidth: 3 } },
              { type: "circle", shape: { cx: point[0], cy: point[1], r: 5 }, style: { fill: token("--ink") } },
              { type: "rect", shape: { x: low[0] - 6, y: low[1] - 8, width: high[0] - low[0] + 12, height: 16 }, style: { fill: "transparent" } },
            ],
          };
        },
      },
    };
  }

  function round(value) {
    return value < 10 ? value.toFixed(2) : String(Math.round(value));
  }
});
