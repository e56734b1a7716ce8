// SPDX-License-Identifier: MIT
// Looks at pages in Chromium and says what is wrong with them, a line each; nothing: all is well.
//
//   look.mjs CHECK FILE…      one of the functions of `checks`
//
// Of each check there is a page in web.bats that it must find fault with.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(resolve(process.env.WEB_MODULES, 'x.js'));
const { chromium } = require('playwright-core');

// Runs in the page. Boxes of text of a picture that lie on each other by more than a pixel.
const overlaps = () => {
    const found = [];
    for (const svg of document.querySelectorAll('svg')) {
        const boxes = [...svg.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
        boxes.forEach(([one, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
            if (a.left + 1 < b.right && b.left + 1 < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom)
                found.push(`"${one}" lies on "${other}"`);
        }));
    }
    return found;
};

// Runs in the page. Text whose colour is too near to what is behind it (WCAG 2.1, 1.4.3: 4.5, large 3).
const contrasts = () => {
    const parse = (colour) => (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const solid = (colour) => { const parts = parse(colour); return parts.length < 4 || parts[3] === 1 ? parts : null; };
    const behind = (element) => {
        const box = element.getBoundingClientRect();
        const under = document.elementsFromPoint(box.left + Math.min(8, box.width / 2), box.top + box.height / 2);
        for (const one of under.slice(under.indexOf(element) + 1)) {
            const style = getComputedStyle(one);
            const colour = one instanceof SVGRectElement && style.fill.startsWith('rgb') ? solid(style.fill)
                : one instanceof SVGElement ? null : solid(style.backgroundColor);
            if (colour && !(one instanceof HTMLElement && style.backgroundColor === 'rgba(0, 0, 0, 0)'))
                return colour;
        }
        return solid(getComputedStyle(document.body).backgroundColor) ?? [255, 255, 255];
    };
    const found = [];
    for (const element of document.querySelectorAll('body *')) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()) || element.closest('title, style, script'))
            continue;
        element.scrollIntoView({ block: 'center', inline: 'center' });
        const style = getComputedStyle(element);
        const colour = parse(element instanceof SVGElement ? style.fill : style.color);
        const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const got = ratio(colour, behind(element));
        if (got < (large ? 3 : 4.5))
            found.push(`"${element.textContent.trim().slice(0, 40)}" has a contrast of ${got.toFixed(2)}`);
    }
    return found;
};

// Runs in the page. What could run, load or lead astray.
const injected = () => {
    const found = [...document.querySelectorAll('script, iframe, object, embed, form, base, link, foreignObject, animate, set')].map((e) => `<${e.localName}>`);
    for (const element of document.querySelectorAll('*'))
        for (const { name, value } of element.attributes) {
            if (/^on/i.test(name))
                found.push(`${element.localName} ${name}`);
            if (/^(href|src|xlink:href|action)$/i.test(name) && !/^(https?:|mailto:|#|data:image\/)/i.test(value))
                found.push(`${name}=${value}`);
        }
    if (window.hacked)
        found.push('a script ran');
    return found;
};

const checks = {
    async quiet(page, url) { // no word on the console, and nothing fetched
        const found = [];
        page.on('console', (message) => found.push(`console: ${message.text()}`));
        page.on('pageerror', (error) => found.push(`error: ${error.message}`));
        page.on('request', (request) => { if (request.url() !== url) found.push(`request: ${request.url()}`); });
        await page.goto(url);
        await page.waitForTimeout(200);
        return found;
    },
    async narrow(page, url) { // a phone: nothing sticks out
        await page.setViewportSize({ width: 360, height: 740 });
        await page.goto(url);
        return page.evaluate(() => {
            const { scrollWidth, clientWidth } = document.scrollingElement;
            if (scrollWidth <= clientWidth)
                return [];
            const out = [...document.querySelectorAll('body *')].filter((e) => !e.closest('figure, .table, pre') && (e.getBoundingClientRect().right > clientWidth || e.getBoundingClientRect().left < 0));
            return [`${scrollWidth} px wide on a screen of ${clientWidth}: ${out.slice(0, 3).map((e) => e.outerHTML.slice(0, 60))}`];
        });
    },
    async labels(page, url) {
        await page.setViewportSize({ width: 1200, height: 900 });
        await page.goto(url);
        return page.evaluate(overlaps);
    },
    async contrast(page, url) {
        const found = [];
        for (const colorScheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme });
            await page.setViewportSize({ width: 1200, height: 900 });
            await page.goto(url);
            found.push(...(await page.evaluate(contrasts)).map((what) => `${colorScheme}: ${what}`));
        }
        return found;
    },
    async paper(page, url) { // what is on the screen is on paper
        const shown = () => [...document.querySelectorAll('h1, h2, h3, p, li, td, pre, svg text')].filter((e) => e.getClientRects().length).length;
        await page.goto(url);
        const screen = await page.evaluate(shown);
        await page.emulateMedia({ media: 'print' });
        const paper = await page.evaluate(shown);
        return screen === paper && screen ? [] : [`${screen} parts on the screen, ${paper} on paper`];
    },
    async harmless(page, url) {
        await page.goto(url);
        await page.waitForTimeout(200);
        return page.evaluate(injected);
    },
    // Every line of WEB_TEXTS is to be read in the page as it was written.
    async texts(page, url) {
        await page.goto(url);
        const all = await page.evaluate(() => document.body.textContent);
        return readFileSync(process.env.WEB_TEXTS, 'utf8').split('\n').filter((text) => text && !all.includes(text)).map((text) => `not there: ${text}`);
    },
    // FILE is Markdown: each of its drawings is drawn by Mermaid.
    async mermaid(page, url, file) {
        const drawings = [...readFileSync(file, 'utf8').matchAll(/^```mermaid\n([^]*?)^```$/gm)].map((match) => match[1]);
        if (!drawings.length)
            return ['there is no drawing'];
        await page.setContent('<body></body>');
        await page.addScriptTag({ path: resolve(process.env.WEB_MODULES, 'node_modules/mermaid/dist/mermaid.min.js') });
        return page.evaluate(async (texts) => {
            const found = [];
            window.mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
            for (const [i, text] of texts.entries())
                try {
                    await window.mermaid.parse(text);
                    const { svg } = await window.mermaid.render(`drawing${i}`, text);
                    const inside = new DOMParser().parseFromString(svg, 'text/html');
                    // The names of a gantt's rows, as people wrote them, are to be read in it.
                    const shown = inside.body.textContent.replace(/\s+/g, '');
                    for (const [, name] of text.startsWith('gantt') ? text.matchAll(/^    (.+?) ?:(?:crit|done|milestone), /gm) : []) {
                        const plain = name.replace(/#(\d+);/g, (_, code) => String.fromCharCode(code)).replace(/^"(.*)"$/, '$1');
                        if (!shown.includes(plain.replace(/\s+/g, '')))
                            found.push(`not drawn: ${plain}`);
                    }
                    if (inside.querySelector('script, img, iframe') || window.hacked)
                        found.push('markup of a person is in it');
                } catch (error) {
                    found.push(`Mermaid: ${String(error.message).split('\n')[0]}`);
                }
            return found;
        }, drawings);
    },
};

const [check, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
let faults = 0;
for (const file of files) {
    const page = await browser.newPage();
    for (const what of await checks[check](page, pathToFileURL(resolve(file)).href, file)) {
        console.log(`${file}: ${what}`);
        faults++;
    }
    await page.close();
}
await browser.close();
process.exit(faults ? 1 : 0);
