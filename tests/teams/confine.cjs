// Loaded before the Agents Playground (node -r): keeps it on this machine. By itself it listens on all
// interfaces, and calls out even with its telemetry off.
"use strict";
const dgram = require("node:dgram");
const dns = require("node:dns");
const net = require("node:net");

const HERE = "127.0.0.1";
const LOCAL = new Set([HERE, "::1", "localhost", "", undefined, null]);

function refused(where) {
  return Object.assign(new Error(`confined: ${where} is not on this machine`), { code: "ECONNREFUSED" });
}

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === "object" && first !== null && !first.path && !first.fd) {
    return listen.call(this, { ...first, host: HERE, ipv6Only: false }, ...rest);
  }
  if (typeof first === "number" || /^\d+$/.test(String(first))) {
    const then = rest.filter((each) => typeof each === "function");
    return listen.call(this, { port: Number(first), host: HERE }, ...then);
  }
  return listen.call(this, first, ...rest);
};

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const to = typeof first === "object" && first !== null ? first : { port: first, host: args[1] };
  if (!to.path && !LOCAL.has(to.host)) {
    process.nextTick(() => this.destroy(refused(to.host)));
    return this;
  }
  return connect.apply(this, args);
};

const lookup = dns.lookup;
dns.lookup = function (name, ...rest) {
  if (LOCAL.has(name)) return lookup.call(dns, name, ...rest);
  process.nextTick(() => rest[rest.length - 1](refused(name)));
};

dgram.Socket.prototype.send = function () {
  throw refused("a datagram");
};
