'use strict';
(function () {
  const find = (id) => document.getElementById(id);
  const form = find('filters');
  const entries = Array.from(document.querySelectorAll('article.entry'));
  const lines = Array.from(document.querySelectorAll('li[data-entry]'));
  const texts = new Map(entries.map((entry) => [entry.id, entry.textContent.toLowerCase()]));
  const view = () => form.elements.view.value;

  function matches(entry) {
    const products = entry.dataset.products.split(' ');
    const axis = find('axis').value;
    const axes = axis ? [axis] : ['wire', 'source', 'behavior'];
    // With an axis selected, changes without an effect on it are hidden.
    const least = Math.max(Number(find('level').value), axis ? 1 : 0);
    const words = find('search').value.toLowerCase().split(/\s+/).filter(Boolean);
    const text = texts.get(entry.id);
    return (!find('product').value || products.includes(find('product').value)) &&
      axes.some((name) => Number(entry.dataset[name]) >= least) &&
      words.every((word) => text.includes(word));
  }

  function update() {
    const shown = new Set(entries.filter(matches).map((entry) => entry.id));
    for (const entry of entries) entry.hidden = !shown.has(entry.id);
    for (const line of lines) line.hidden = !shown.has(line.dataset.entry);
    for (const group of document.querySelectorAll('section.group, section.endpoint')) {
      const parts = Array.from(group.querySelectorAll('article.entry, li[data-entry]'));
      group.hidden = parts.length > 0 && parts.every((part) => part.hidden);
    }
    find('causes').hidden = view() !== 'causes';
    find('endpoints').hidden = view() !== 'endpoints';
    find('shown').textContent = shown.size + ' of ' + entries.length + ' changes';
  }

  // A link to a change makes it visible.
  function follow() {
    let id = location.hash.slice(1);
    if (!find(id)) {
      try { id = decodeURIComponent(id); } catch (error) { return; }
    }
    if (id === 'causes' || id === 'endpoints') {
      form.elements.view.value = id;
      update();
      return;
    }
    const entry = find(id);
    if (!entry || !entry.matches('article.entry')) return;
    form.elements.view.value = 'causes';
    if (!matches(entry)) {
      find('search').value = find('product').value = find('axis').value = '';
      find('level').value = '0';
    }
    update();
    entry.scrollIntoView();
  }

  form.hidden = false;
  form.addEventListener('input', update);
  form.addEventListener('submit', (event) => event.preventDefault());
  window.addEventListener('hashchange', follow);
  update();
  follow();
})();
