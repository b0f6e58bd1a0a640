// Uses the filters of a report, and writes the result into the title of the page. tools/diff/look adds it to the page.
'use strict';
(function () {
  const find = (id) => document.getElementById(id);
  const all = Array.from(document.querySelectorAll('article.entry'));
  const visible = () => all.filter((entry) => entry.checkVisibility()).length;
  const wrong = [];
  const expect = (what, count, expected) => {
    if (count !== expected) wrong.push(`${what}: ${count}, expected ${expected}`);
  };
  const set = (id, value) => {
    find(id).value = value;
    find(id).dispatchEvent(new Event('input', { bubbles: true }));
  };
  expect('without a filter', visible(), all.length);
  for (const [axis, level, rank] of [['wire', '0', 1], ['source', '2', 2], ['docs', '0', 1]]) {
    set('axis', axis);
    set('level', level);
    expect(`${axis} from ${rank}`, visible(), all.filter((entry) => Number(entry.dataset[axis]) >= rank).length);
  }
  set('axis', '');
  set('level', '0');
  for (const option of find('product').options) {
    set('product', option.value);
    const its = all.filter((entry) => !option.value || entry.dataset.products.split(' ').includes(option.value));
    expect(`product ${option.value}`, visible(), its.length);
  }
  set('product', '');
  const last = all[all.length - 1];
  set('search', last.id.toUpperCase());
  expect('search for the last change', last.checkVisibility(), true);
  expect('search hides other changes', visible() < all.length, true);
  set('search', 'no such words');
  expect('search without a match', visible(), 0);
  // A link to a hidden change makes it visible.
  location.hash = '#' + last.id;
  setTimeout(() => {
    expect('a link', last.checkVisibility(), true);
    const radios = document.querySelectorAll('input[name=view]');
    radios[1].click();
    expect('causes in the view by endpoint', visible(), 0);
    const lines = Array.from(document.querySelectorAll('li[data-entry]')).filter((line) => line.checkVisibility());
    expect('endpoints', lines.length > 0, true);
    document.title = wrong.length > 0 ? 'failed: ' + wrong.join('; ') : 'passed';
  }, 100);
})();
