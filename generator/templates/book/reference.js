// Renders the OpenAPI document of an operation when a reader opens it. Only the opened operation is rendered, because
// Redoc needs seconds for all operations of a section.
'use strict';
(() => {
  const parts = Array.from(document.querySelectorAll('details.schema'));
  const scripts = new Map();

  // A script works on a local disk too, where `fetch` does not.
  const load = (url) => {
    if (!scripts.has(url)) {
      scripts.set(url, new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = url;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`can't load ${url}: the file is missing; build the site again`));
        document.head.append(script);
      }));
    }
    return scripts.get(url);
  };

  // Returns a document with one request and the components that it uses.
  const excerpt = (whole, method, path) => {
    const { openapi, info: { title, version }, servers } = whole;
    const part = { openapi, info: { title, version }, servers, paths: {}, components: {} };
    if (method === 'webhook') {
      part.webhooks = { [path]: structuredClone(whole.webhooks[path]) };
    } else {
      part.paths = { [path]: { [method]: structuredClone(whole.paths[path][method]) } };
    }
    // The page has these parts, and links to the error codes.
    for (const item of Object.values({ ...part.paths, ...part.webhooks })) {
      for (const operation of Object.values(item)) {
        for (const key of ['tags', 'description', 'externalDocs', 'x-codeSamples']) delete operation[key];
        const { default: errors, ...responses } = operation.responses;
        if (Object.keys(responses).length > 0) operation.responses = responses;
      }
    }
    const add = (kind, name) => {
      part.components[kind] ??= {};
      if (name in part.components[kind]) return;
      part.components[kind][name] = structuredClone(whole.components[kind][name]);
      collect(part.components[kind][name]);
    };
    const collect = (value) => {
      if (value === null || typeof value !== 'object') return;
      const reference = typeof value.$ref === 'string' && value.$ref.match(/^#\/components\/([^/]+)\/(.+)$/);
      if (reference) add(reference[1], reference[2].replaceAll('~1', '/').replaceAll('~0', '~'));
      Object.values(value).forEach(collect);
    };
    collect([part.paths, part.webhooks]);
    for (const name of Object.keys(whole.components.securitySchemes ?? {})) add('securitySchemes', name);
    return part;
  };

  // Redoc computes further colors, so it needs the values of the current theme.
  const options = () => {
    const page = getComputedStyle(document.body);
    const link = getComputedStyle(document.querySelector('main a[href]') ?? document.body).color;
    const code = getComputedStyle(document.querySelector('main pre code') ?? document.body);
    const channels = page.color.match(/[\d.]+/g).slice(0, 3);
    const faint = (opacity) => `rgba(${channels.join(', ')}, ${opacity})`;
    const stacked = '10000px';
    return {
      disableSearch: true, hideDownloadButtons: true, hideLoading: true, hideFab: true,
      nativeScrollbars: true, pathInMiddlePanel: true, hideHostname: true, expandResponses: '200,201',
      theme: {
        breakpoints: { small: stacked, medium: stacked, large: stacked },
        spacing: { unit: 3, sectionHorizontal: 12, sectionVertical: 4 },
        colors: {
          primary: { main: link },
          text: { primary: page.color, secondary: faint(0.75) },
          border: { dark: faint(0.3), light: faint(0.15) },
          responses: {
            success: { color: page.color, backgroundColor: faint(0.08), tabTextColor: '#7fd39a' },
          },
          gray: { 50: faint(0.06), 100: faint(0.1) },
        },
        schema: {
          nestedBackground: faint(0.05), linesColor: faint(0.3), defaultDetailsWidth: '70%',
          typeNameColor: faint(0.75), typeTitleColor: faint(0.75), requireLabelColor: link,
        },
        typography: {
          fontSize: '15px', lineHeight: '1.5', fontFamily: page.fontFamily,
          headings: { fontFamily: page.fontFamily },
          code: { color: page.color, backgroundColor: faint(0.08), fontFamily: code.fontFamily },
          links: { color: link, visited: link, hover: link },
        },
        rightPanel: { backgroundColor: '#1d2230', textColor: '#ffffff' },
        codeBlock: { backgroundColor: '#12151f' },
      },
    };
  };

  const render = async (part) => {
    const { document: script, method, path } = part.dataset;
    const place = part.querySelector('div');
    place.setAttribute('aria-busy', 'true');
    try {
      await load(script);
      await load(`${path_to_root}redoc.standalone.js`);
      const target = document.createElement('div');
      place.replaceChildren(target);
      await new Promise((resolve, reject) => {
        Redoc.init(excerpt(window.openapiDocument, method, path), options(), target, (error) => {
          if (error) reject(error); else resolve();
        });
      });
    } catch (error) {
      place.textContent = error.message;
    }
    place.removeAttribute('aria-busy');
  };

  for (const part of parts) {
    part.addEventListener('toggle', () => {
      if (part.open && !part.dataset.rendered) {
        part.dataset.rendered = 'true';
        render(part);
      }
    });
  }
  new MutationObserver(() => {
    parts.filter((part) => part.dataset.rendered).forEach(render);
  }).observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
})();
