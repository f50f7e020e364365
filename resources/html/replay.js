'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const SVG = 'http://www.w3.org/2000/svg', STATUS = ['ok', 'recovering', 'degraded', 'down'];
const MARK = {ok: '', recovering: '↻', degraded: '△', down: '✕'};
const $ = id => document.getElementById(id);
let here = 0, chosen = null;

function draw(parent, name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

function wrapped(text, most) {
  if (text.length <= most) return [text];
  const cut = text.lastIndexOf(' ', most);
  const first = text.slice(0, cut > 0 ? cut : most), rest = text.slice(first.length).trim();
  return [first, rest.length > most ? rest.slice(0, most - 1) + '…' : rest];
}

function pressed(element, act) {
  element.addEventListener('click', act);
  element.addEventListener('keydown', event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); act(); } });
}

const arrows = [], boxes = [];
function graph() {
  const [x, y, w, h] = data.size, svg = $('graph');
  svg.setAttribute('viewBox', `${x - 8} ${y - 8} ${w + 16} ${h + 16}`);
  for (const [label, gx, gy, gw, gh] of data.groups) {
    draw(svg, 'rect', {class: 'frame', x: gx, y: gy, width: gw, height: gh, rx: 10});
    draw(svg, 'text', {class: 'group', x: gx + 12, y: gy + 20}, label);
  }
  for (const [path, soft] of data.arrows) arrows.push(draw(svg, 'path', {d: path, 'data-soft': soft ? 1 : 0}));
  data.boxes.forEach(([label, bx, by, bw, bh, assumed], number) => {
    const box = draw(svg, 'g', {tabindex: 0, role: 'button', 'data-assumed': assumed ? 1 : 0});
    draw(box, 'rect', {x: bx, y: by, width: bw, height: bh, rx: 8});
    const lines = wrapped(label, Math.floor((bw - 38) / 7.6));
    lines.forEach((line, row) => draw(box, 'text', {x: bx + 30, y: by + (lines.length > 1 ? 19 : 22) + 15 * row}, line));
    draw(box, 'text', {class: 'mark', x: bx + 9, y: by + bh / 2 + 5});
    draw(box, 'text', {class: 'small', x: bx + 30, y: by + (lines.length > 1 ? 47 : 40)});
    pressed(box, () => { chosen = chosen === number ? null : number; show(); });
    boxes.push(box);
  });
}

const WIDE = 1200, GUTTER = 150, px = x => GUTTER + x * (WIDE - GUTTER - 20);
function chart() {
  const svg = $('chart'), most = Math.max(1, ...data.samples.map(s => s[1] + s[2] + s[3]));
  svg.setAttribute('viewBox', `0 0 ${WIDE} 96`);
  const high = n => 80 - 70 * n / most, ends = [...data.samples.slice(1).map(s => s[0]), 1];
  [['recovering', s => s[1] + s[2] + s[3]], ['degraded', s => s[1] + s[2]], ['down', s => s[1]]].forEach(([name, of]) => {
    let path = `M${px(0)} 80`;
    data.samples.forEach((s, n) => { path += `L${px(s[0])} ${high(of(s))}L${px(ends[n])} ${high(of(s))}`; });
    draw(svg, 'path', {class: name, d: `${path}L${px(1)} 80Z`, opacity: .75});
  });
  draw(svg, 'text', {class: 'group', x: 0, y: 50}, 'Services affected');
  svg.addEventListener('click', event => seek(event, svg));
}

const chips = [];
function lanes() {
  const svg = $('lanes'), row = 28;
  svg.setAttribute('viewBox', `0 0 ${WIDE} ${data.lanes.length * row + 10}`);
  data.lanes.forEach((label, number) => {
    const lane = draw(svg, 'g', {class: 'lane'}), y = row * number + row / 2;
    draw(lane, 'text', {class: 'small', x: 0, y: y + 4}, label.length > 20 ? label.slice(0, 19) + '…' : label);
    draw(lane, 'line', {x1: GUTTER, x2: WIDE - 20, y1: y, y2: y});
  });
  data.chips.forEach(([lane, x, label, stop, tone]) => {
    const y = row * lane + row / 2, chip = draw(svg, 'g', {class: `chip ${tone}`, tabindex: 0, role: 'button'});
    draw(chip, 'rect', {x: px(x) - 5, y: y - 5, width: 10, height: 10, rx: 5});
    draw(chip, 'title', {}, label);
    chip.setAttribute('aria-label', label);
    pressed(chip, () => go(stop));
    chips.push([chip, stop]);
  });
  data.marks.forEach(([lane, x, label, stop, sourced]) => {
    const y = row * lane + row / 2, at = px(x), mark = draw(svg, 'g', {class: `mark${sourced ? '' : ' unsourced'}`, tabindex: 0, role: 'button'});
    draw(mark, 'path', {d: `M${at} ${y - 6}l6 6l-6 6l-6 -6z`});
    draw(mark, 'title', {}, label);
    mark.setAttribute('aria-label', label);
    pressed(mark, () => go(stop));
    chips.push([mark, stop]);
  });
  draw(svg, 'line', {id: 'playhead', y1: 0, y2: data.lanes.length * row + 10, x1: 0, x2: 0});
  svg.addEventListener('click', event => { if (event.target === svg || event.target.tagName === 'line') seek(event, svg); });
}

function seek(event, svg) {
  const area = svg.getBoundingClientRect(), x = ((event.clientX - area.left) / area.width * WIDE - GUTTER) / (WIDE - GUTTER - 20);
  let best = 0;
  data.stops.forEach((stop, number) => { if (stop.x <= x + 1e-6) best = number; });
  go(best);
}

function go(number) { here = Math.max(0, Math.min(data.stops.length - 1, number)); show(); }

function show() {
  const stop = data.stops[here], why = chosen === null ? null : data.whys[stop.whys[chosen]];
  const lit = why ? new Set(why.services) : null, ways = new Set(why ? why.arrows : []);
  [...stop.statuses].forEach((code, number) => {
    const status = STATUS[code], box = boxes[number], [label, , , , , assumed] = data.boxes[number];
    box.setAttribute('class', `box ${status}${assumed ? ' assumed' : ''}${lit && !lit.has(number) ? ' dim' : ''}${chosen === number ? ' lit' : ''}`);
    box.querySelector('.mark').textContent = MARK[status];
    box.querySelector('.small').textContent = status === 'ok' ? '' : status;
    box.setAttribute('aria-label', `${label}, ${status}`);
  });
  [...stop.hurting].forEach((code, number) => {
    const soft = data.arrows[number][1] ? ' soft' : '';
    arrows[number].setAttribute('class', `arrow ${STATUS[code]}${soft}${ways.has(number) ? ' lit' : ''}`);
  });
  $('clock').textContent = stop.time; $('date').textContent = stop.date;
  $('move').textContent = `Move ${stop.move} of ${data.total}`;
  $('title').textContent = stop.title; $('say').textContent = stop.say; $('source').textContent = stop.source;
  const counts = STATUS.map((status, code) => [status, [...stop.statuses].filter(one => one == code).length]).reverse();
  $('tally').replaceChildren(...counts.map(([status, count]) => text('span', `${MARK[status]} ${status} ${count}`)));
  $('checks').replaceChildren(...stop.checks.map(([label, told, broken]) => item((broken ? '✕ ' : '') + label, told)));
  $('why').hidden = !why;
  if (why) { $('asked').textContent = why.sentence; $('hops').replaceChildren(...why.hops.map(([label, told]) => item(label, told))); }
  const x = px(stop.x), line = $('playhead');
  line.setAttribute('x1', x); line.setAttribute('x2', x);
  chips.forEach(([chip, at]) => chip.classList.toggle('future', at > here));
  $('scrub').value = here; $('scrub').setAttribute('aria-valuetext', `${stop.time} ${stop.title}`);
  $('back').disabled = here === 0; $('step').disabled = here === data.stops.length - 1;
  let scene = '';
  data.scenes.forEach(([, at], number) => { if (at <= here) scene = String(number); });
  $('scene').value = scene;
}

function text(name, words) { const made = document.createElement(name); made.textContent = words; return made; }
function item(label, told) { const made = text('li', label); if (told) made.append(text('small', told)); return made; }

graph(); chart(); lanes();
$('scrub').max = data.stops.length - 1;
$('scrub').addEventListener('input', event => go(Number(event.target.value)));
$('back').addEventListener('click', () => go(here - 1));
$('step').addEventListener('click', () => go(here + 1));
data.scenes.forEach(([title], number) => { const option = text('option', `${number + 1}  ${title}`); option.value = number; $('scene').append(option); });
$('scene').hidden = !data.scenes.length;
$('scene').addEventListener('change', event => { if (event.target.value !== '') go(data.scenes[Number(event.target.value)][1]); });
document.addEventListener('keydown', event => {
  if (['INPUT', 'SELECT'].includes(event.target.tagName)) return;
  const act = {ArrowRight: () => go(here + 1), ArrowLeft: () => go(here - 1), PageDown: () => go(here + 1), PageUp: () => go(here - 1), Home: () => go(0), End: () => go(Infinity), Escape: () => { chosen = null; show(); }}[event.key];
  if (act) { event.preventDefault(); act(); }
});
go(Number(location.hash.slice(1)) || data.opened);
