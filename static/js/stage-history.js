// Draws the stage month by month from the JSON beside it: bars for the stage, a light band for the range the odds
// leave open, and the odds below. The table under the chart says the same without it.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("stage-history");
  const source = document.getElementById("stage-history-data");
  if (!place || !source || !window.echarts) return;
  place.closest(".drawing").hidden = false;
  const data = JSON.parse(source.textContent);
  const styles = getComputedStyle(document.documentElement);
  const token = (name) => styles.getPropertyValue(name).trim();
  const colours = ["none", "dependence", "contractual", "equal"].map((slug) => token(`--stage-${slug}`));
  colours[0] = hatch(token("--stage-hatch"));
  const font = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, color: token("--ink-secondary") };

  const chart = echarts.init(place, null, { locale: document.documentElement.lang.startsWith("zh") ? "ZH" : "EN" });
  const draw = () => chart.setOption(option(place.clientWidth < 560), { notMerge: true });
  draw();
  let narrow = place.clientWidth < 560;
  window.addEventListener("resize", () => {
    chart.resize();
    if (narrow !== place.clientWidth < 560) {
      narrow = !narrow;
      draw();
    }
  });

  function option(isNarrow) {
    const left = isNarrow ? 8 : 168;
    const axis = {
      type: "category",
      data: data.labels,
      boundaryGap: true,
      axisLine: { lineStyle: { color: token("--line") } },
      axisTick: { show: false },
      axisPointer: { type: "line", snap: true },
    };
    return {
      animation: false,
      textStyle: { fontFamily: font.fontFamily },
      aria: { enabled: false },
      grid: [
        { left, right: 28, top: 12, height: "54%", outerBoundsMode: "none" },
        { left, right: 28, bottom: 28, height: "24%", outerBoundsMode: "none" },
      ],
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: {
        trigger: "axis",
        renderMode: "richText",
        confine: true,
        backgroundColor: token("--surface"),
        borderColor: token("--line"),
        textStyle: { ...font, color: token("--ink") },
        formatter: (points) => describe(points[0].dataIndex),
      },
      xAxis: [
        { ...axis, gridIndex: 0, axisLabel: { show: false } },
        { ...axis, gridIndex: 1, axisLabel: { ...font, hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right" } },
      ],
      yAxis: [
        {
          type: "category",
          gridIndex: 0,
          data: data.words.lanes,
          axisLine: { show: false },
          axisTick: { show: false },
          axisLabel: { ...font, inside: isNarrow, verticalAlign: isNarrow ? "bottom" : "middle", padding: isNarrow ? [0, 0, 3, -6] : 0 },
          splitLine: { show: true, lineStyle: { color: token("--line") } },
          z: 5,
        },
        {
          type: "value",
          gridIndex: 1,
          min: 0,
          max: 100,
          interval: 50,
          name: data.words.odds,
          nameGap: 10,
          nameTextStyle: { ...font, align: isNarrow ? "left" : "right", padding: isNarrow ? 0 : [0, 6, 0, 0] },
          axisLabel: { ...font, show: !isNarrow, formatter: "{value}%" },
          splitLine: { lineStyle: { color: token("--line") } },
        },
      ],
      series: [bands(), stages(isNarrow), ...odds()],
    };
  }

  // One shape per run of months with the same value; `value` is compared as text.
  function runs(values) {
    const found = [];
    values.forEach((value, index) => {
      const last = found[found.length - 1];
      if (last && String(last.value) === String(value)) last.end = index;
      else found.push({ value, start: index, end: index });
    });
    return found;
  }

  function bands() {
    const shapes = runs(data.ranges).filter((run) => run.value);
    return {
      type: "custom",
      silent: true,
      data: shapes.map((run) => [run.start, run.value[0], run.value[1], run.end]),
      encode: { x: [0, 3], y: [1, 2] },
      renderItem: (params, api) => {
        const box = corners(api, api.value(0), api.value(3), api.value(1), api.value(2), 1);
        return { type: "rect", shape: box, style: { fill: token("--stage-band") } };
      },
      z: 1,
    };
  }

  // On a narrow chart the lane's name stands above its bar.
  function stages(isNarrow) {
    const shapes = runs(data.stages);
    return {
      type: "custom",
      silent: true,
      data: shapes.map((run) => [run.start, run.value, run.end]),
      encode: { x: [0, 2], y: 1 },
      renderItem: (params, api) => {
        const stage = api.value(1);
        const box = corners(api, api.value(0), api.value(2), stage, stage, isNarrow ? 0.3 : 0.36);
        if (isNarrow) box.y += 9;
        return { type: "rect", shape: box, style: { fill: colours[stage], stroke: stage ? null : token("--stage-hatch") } };
      },
      z: 3,
    };
  }

  function corners(api, first, last, low, high, thickness) {
    const [width, height] = api.size([1, 1]);
    const [left, bottom] = api.coord([first, low]);
    const [right, top] = api.coord([last, high]);
    const start = Math.round(left - width / 2); // whole pixels, so that neighbours meet without a seam
    return {
      x: start,
      y: top - (height * thickness) / 2,
      width: Math.round(right + width / 2) - start,
      height: bottom - top + height * thickness,
    };
  }

  // Stacked from the third stage up to none, so that the darkest lies at the bottom where it is easiest to read.
  function odds() {
    return [3, 2, 1, 0].map((stage) => ({
      type: "line",
      stack: "odds",
      xAxisIndex: 1,
      yAxisIndex: 1,
      step: "middle",
      symbol: "none",
      silent: true,
      lineStyle: { width: 0 },
      areaStyle: { color: colours[stage], opacity: 1 },
      data: data.odds.map((month) => (month ? month[stage] : null)),
    }));
  }

  function describe(index) {
    const lines = [data.labels[index], data.outcomes[index]];
    if (data.odds[index]) {
      data.words.lanes.forEach((lane, stage) => lines.push(`${lane}: ${data.odds[index][stage]}%`));
    }
    return lines.join("\n");
  }

  function hatch(colour) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const pen = tile.getContext("2d");
    pen.strokeStyle = colour;
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (const shift of [-6, 0, 6]) {
      pen.moveTo(shift, 6);
      pen.lineTo(shift + 6, 0);
    }
    pen.stroke();
    return { image: tile, repeat: "repeat" };
  }
});
