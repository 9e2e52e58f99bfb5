// A menu, offices by letters and a pick, in ussd-menu-builder: one menu per request (a shared one mixes citizens up).
'use strict';
const express = require('express');
const { createClient } = require('redis');
const UssdMenu = require('ussd-menu-builder');

const LIFE = 180;
const PLACES = ['Tanger', 'Taourirt', 'Taza', 'Taroudannt', 'Tata'];
const redis = createClient({ url: process.env.REDIS_URL });

const sessions = {
  start: async (id) => redis.set(`ussd:${id}`, '{}', { NX: true, EX: LIFE }),
  get: async (id, key) => JSON.parse((await redis.get(`ussd:${id}`)) || '{}')[key],
  set: async (id, key, value) => {
    const kept = JSON.parse((await redis.get(`ussd:${id}`)) || '{}');
    kept[key] = value;
    return redis.set(`ussd:${id}`, JSON.stringify(kept), { EX: LIFE });
  },
  end: async (id) => redis.del(`ussd:${id}`),
};

function menuOf() {
  const menu = new UssdMenu();
  menu.sessionConfig(sessions);
  menu.startState({
    run: () => menu.con('What do you need?\n1 Recover\n2 Registration\n3 Find an office\n4 My data\n5 Language'),
    next: { 3: 'letters' },
  });
  menu.state('letters', {
    run: () => menu.con('Type the first letters of your commune'),
    next: { '*[a-zA-Z]+': 'which' },
  });
  menu.state('which', {
    run: async () => {
      await menu.session.set('letters', menu.val);
      menu.con('Which place?\n' + PLACES.map((place, n) => `${n + 1} ${place}`).join('\n'));
    },
    next: { '*[1-5]': 'pick' },
  });
  menu.state('pick', {
    run: async () => {
      await menu.session.set('place', menu.val);
      menu.con('Which counter?\n1 Main\n2 Annex');
    },
    next: { '*[12]': 'shown' },
  });
  menu.state('shown', {
    run: async () => menu.end(`${PLACES[(await menu.session.get('place')) - 1]}: counter ${menu.val}, Mon-Fri 8:30-16:30`),
  });
  return menu;
}

async function main() {
  await redis.connect();
  const app = express();
  app.use(express.urlencoded({ extended: false }));
  app.post('/ussd', (request, response) => {
    menuOf().run(request.body, (text) => response.type('text/plain').send(text));
  });
  const server = app.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
}

main();
