// Works the filters of a report as a person would, and says in the page's title what is wrong. Added by tools/diff/look.
'use strict';
(function () {
  const find = (id) => document.getElementById(id);
  const all = Array.from(document.querySelectorAll('article.entry'));
  const shown = () => all.filter((entry) => entry.checkVisibility()).length;
  const wrong = [];
  const expect = (what, count, expected) => {
    if (count !== expected) wrong.push(`${what}: ${count} and not ${expected}`);
  };
  const set = (id, value) => {
    find(id).value = value;
    find(id).dispatchEvent(new Event('input', { bubbles: true }));
  };
  expect('without a filter', shown(), all.length);
  for (const [axis, level, rank] of [['wire', '0', 1], ['source', '2', 2], ['docs', '0', 1]]) {
    set('axis', axis);
    set('level', level);
    expect(`${axis} from ${rank}`, shown(), all.filter((entry) => Number(entry.dataset[axis]) >= rank).length);
  }
  set('axis', '');
  set('level', '0');
  for (const option of find('product').options) {
    set('product', option.value);
    const its = all.filter((entry) => !option.value || entry.dataset.products.split(' ').includes(option.value));
    expect(`product ${option.value}`, shown(), its.length);
  }
  set('product', '');
  const last = all[all.length - 1];
  set('search', last.id.toUpperCase());
  expect('the last one, searched', last.checkVisibility(), true);
  expect('all but those that are searched', shown() < all.length, true);
  set('search', 'no such words');
  expect('nothing that is searched', shown(), 0);
  // A link to a change that is filtered away shows it all the same.
  location.hash = '#' + last.id;
  setTimeout(() => {
    expect('a link', last.checkVisibility(), true);
    const radios = document.querySelectorAll('input[name=view]');
    radios[1].click();
    expect('the causes beside the endpoints', shown(), 0);
    const lines = Array.from(document.querySelectorAll('li[data-entry]')).filter((line) => line.checkVisibility());
    expect('endpoints', lines.length > 0, true);
    document.title = wrong.length > 0 ? 'wrong: ' + wrong.join('; ') : 'tried';
  }, 100);
})();
