// An SMSC on the npm package `smpp`. Its options are one JSON object on the command line; orders come as JSON lines on
// standard input, events leave as JSON lines on standard output, the first one {"port": n}.
//
// options: port, key, cert (PEM), throttle (every n-th submit), batch (answer so many submits together, last one first),
//          silent (answer no submit after so many), receipt ("before" | "after" the response), hex (ids in hex)
// orders:  {"do":"deliver","pdu":{…},"hex":{"its_session_info":"2a00"}}   {"do":"seen"}   {"do":"unbind"}   {"do":"enquire"}
const smpp = require('smpp');
const readline = require('readline');

const options = JSON.parse(process.argv[2] || '{}');
const seen = [];
const counts = { submits: 0, throttled: 0 };
let held = [];
let current = null;

const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');

function wired(pdu) {
  const plain = {};
  for (const [name, value] of Object.entries(pdu)) {
    plain[name] = Buffer.isBuffer(value) ? value.toString('hex') : value;
  }
  const short = pdu.short_message || {};
  plain.text = short.message;
  plain.udh = (short.udh || []).map((element) => element.toString('hex'));
  if (pdu.message_payload) plain.payload = pdu.message_payload.message;
  return plain;
}

function receipt(session, pdu, id) {
  session.deliver_sm({
    source_addr_ton: 1, source_addr_npi: 1, source_addr: pdu.destination_addr, destination_addr: pdu.source_addr,
    esm_class: 4, data_coding: 0,
    short_message: { message: `id:${id} sub:001 dlvrd:001 submit date:2601051000 done date:2601051001 stat:DELIVRD err:000 text:` },
  }, (answer) => say({ event: 'receipt-answer', status: answer.command_status }));
}

function respond(session, pdu) {
  const number = counts.submits++;
  if (options.silent !== undefined && number >= options.silent) return;
  if (options.throttle && number % options.throttle === options.throttle - 1) {
    counts.throttled++;
    session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
    return;
  }
  const id = options.hex ? (1000 + number).toString(16).toUpperCase().padStart(8, '0') : String(1000 + number);
  seen.push({ id, pdu: wired(pdu) });
  const answer = () => session.send(pdu.response({ message_id: id }));
  const asked = options.receipt && pdu.registered_delivery;
  const told = options.hex ? String(1000 + number) : id;
  if (asked && options.receipt === 'before') receipt(session, pdu, told);
  if (!options.batch) answer();
  else if (held.push(answer) === options.batch) { held.reverse().forEach((one) => one()); held = []; }
  if (asked && options.receipt === 'after') receipt(session, pdu, told);
}

const server = smpp.createServer({ key: options.key, cert: options.cert }, (session) => {
  session.on('error', () => session.destroy());
  session.on('bind_transceiver', (pdu) => {
    if (pdu.password !== 'secret') {
      session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }));
      return;
    }
    session.send(pdu.response({ system_id: 'smsc' }));
    current = session;
    say({ event: 'bound', system_id: pdu.system_id, version: pdu.interface_version });
  });
  session.on('submit_sm', (pdu) => respond(session, pdu));
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    say({ event: 'unbind' });
    session.send(pdu.response());
    session.close();
  });
});

const orders = {
  deliver: ({ pdu, hex }) => {
    for (const [name, value] of Object.entries(hex || {})) pdu[name] = Buffer.from(value, 'hex');
    current.deliver_sm(pdu, (answer) => say({ event: 'deliver-answer', status: answer.command_status }));
  },
  enquire: () => current.enquire_link((answer) => say({ event: 'enquire-answer', status: answer.command_status })),
  unbind: () => current.unbind((answer) => say({ event: 'unbind-answer', status: answer.command_status })),
  seen: () => say({ event: 'seen', seen, counts }),
};

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  orders[order.do](order);
}).on('close', () => process.exit(0));

server.listen(options.port || 0, '127.0.0.1', () => say({ port: server.address().port }));
