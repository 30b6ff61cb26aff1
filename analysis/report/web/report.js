// Draws the figures of the report and moves its decision with the threshold. Everything it needs is in the page: the
// specifications in #report-data, the numbers of each figure in the figure's own CSV link.
(() => {
  'use strict';
  const page = JSON.parse(document.getElementById('report-data').textContent);
  const root = document.documentElement;

  // Colours are the page's variables, so that pictures follow light, dark and print without being drawn again.
  const text = {labelColor: 'var(--soft)', titleColor: 'var(--soft)', labelFontSize: 11.5, titleFontSize: 12, titleFontWeight: 400};
  const config = {
    aria: false,
    background: null,
    font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif',
    view: {stroke: null},
    axis: {...text, domainColor: 'var(--line)', tickColor: 'var(--line)', gridColor: 'var(--faint)', labelPadding: 5, titlePadding: 9, labelLimit: 150},
    axisX: {labelFlush: false, tickCount: 6},
    axisY: {tickCount: 5, titleAnchor: 'start', titleAlign: 'left', titleAngle: 0, titleX: 0, titleY: -14, titleBaseline: 'bottom', domain: false, ticks: false},
    text: {color: 'var(--ink)', fontSize: 11.5},
    rule: {color: 'var(--soft)'},
    bar: {color: 'var(--accent)'},
    point: {color: 'var(--accent)'}
  };

  // Cells that a spreadsheet would take for a formula carry an apostrophe in the CSV; a name in a picture does not.
  const unguarded = (cell) => (/^'+[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell);

  function numbers(figure, holder) {
    const link = holder.closest('figure').querySelector('.data-link').href;
    const bytes = Uint8Array.from(atob(link.slice(link.indexOf(',') + 1)), (c) => c.charCodeAt(0));
    const rows = vega.read(new TextDecoder().decode(bytes), {type: 'csv', parse: figure.columns});
    const names = Object.keys(figure.columns).filter((column) => figure.columns[column] === 'string');
    for (const row of rows) for (const name of names) row[name] = unguarded(row[name]);
    return rows;
  }

  const following = [];  // views with a line at the threshold

  async function draw(figure) {
    const holder = document.querySelector(`#${CSS.escape(figure.id)} .picture`);
    const rows = numbers(figure, holder);
    const spec = {width: 'container', padding: {left: 2, right: 6, top: 20, bottom: 2}, ...figure.spec, data: {values: rows}, config};
    // A height by steps is counted out here: vega-lite warns of steps beside a width that fits its container.
    if (spec.height.step) spec.height = spec.height.step * new Set(rows.map((row) => row[spec.encoding.y.field])).size;
    // The holder is the image that screen readers are told of; what vega puts inside it is for eyes only.
    const inside = holder.appendChild(document.createElement('div'));
    inside.setAttribute('aria-hidden', 'true');
    const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), {renderer: 'svg', container: inside, logLevel: vega.Error});
    await view.runAsync();
    holder.dataset.drawn = 'yes';
    if ((figure.spec.params || []).some((param) => param.name === 'threshold')) following.push(view);
  }

  async function drawAll() {
    const start = performance.now();
    let drawn = 0;
    for (const figure of page.figures) {
      try {
        await draw(figure);
        ++drawn;
      } catch (error) {
        console.error(`figure ${figure.id}: ${error.message}`);
      }
      // The page stays alive between figures.
      if (drawn % 4 === 0) await new Promise((next) => setTimeout(next, 0));
    }
    root.dataset.drawn = drawn;
    root.dataset.milliseconds = Math.round(performance.now() - start);
  }

  function watchThreshold() {
    const dial = document.getElementById('threshold');
    if (!dial || !page.decision) return;
    const sentence = document.getElementById('sentence');
    const shown = document.getElementById('threshold-shown');
    const strip = document.querySelectorAll('.strip i');
    const standing = [...document.querySelectorAll('.standing li')];
    const show = () => {
      const state = page.decision.states[Number(dial.value)];
      sentence.textContent = state.sentence;
      shown.textContent = state.threshold_text;
      dial.setAttribute('aria-valuetext', state.threshold_text);
      state.arms.forEach((arm, i) => {
        const row = standing[i];
        row.classList.toggle('best', arm.best);
        row.querySelector('.worth').firstChild.textContent = arm.worth;
        row.querySelector('.sure').textContent = arm.sure;
        const bar = row.querySelector('.bar i');
        bar.style.left = `${arm.from}%`;
        bar.style.width = `${arm.wide}%`;
        if (strip[i]) strip[i].style.width = `${arm.chance}%`;
      });
      for (const view of following) view.signal('threshold', state.threshold).runAsync();
    };
    dial.addEventListener('input', show);
  }

  root.classList.add('scripted');
  watchThreshold();
  if (window.vega && window.vegaLite) drawAll();
})();
