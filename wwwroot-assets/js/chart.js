// Apache ECharts, drawn as SVG from options that are plain data. Colours are named by token ("--brand") and read again when
// day and night change; on paper the colours are those of the day.
let loading = null;
const load = () => loading ??= new Promise((done, failed) => {
  const tag = Object.assign(document.createElement("script"), { src: "_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js", onload: done, onerror: () => failed(new Error("The charts did not load")) });
  document.head.append(tag);
});

const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const coloured = value => typeof value === "string" && value.startsWith("--") ? token(value)
  : Array.isArray(value) ? value.map(coloured)
  : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coloured(inner)])) : value;

export async function mount(box, json, owner) {
  await load();
  const chart = window.echarts.init(box, null, { renderer: "svg" });
  let option = JSON.parse(json);
  const draw = () => chart.setOption({ animation: false, textStyle: { fontFamily: token("--f") }, ...coloured(option) }, true);
  draw();
  chart.on("click", e => { if (e.componentType === "series") owner.invokeMethodAsync("Picked", e.dataIndex); });
  const sized = new ResizeObserver(() => chart.resize());
  sized.observe(box);
  const themed = new MutationObserver(draw);
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return {
    update(next) { option = JSON.parse(next); draw(); },
    dispose() { sized.disconnect(); themed.disconnect(); chart.dispose(); },
  };
}
