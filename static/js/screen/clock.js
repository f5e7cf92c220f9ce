// The time by which notices begin and end: the server's, carried on by this machine's clock as far as that can be believed.
// A box without a battery wakes up in 1970, and one with a wrong year would empty the board.

const BELIEVED_LEAP_MS = 36 * 3600_000; // a night's standby
const BELIEVED_ABSENCE_MS = 45 * 86400_000; // switched off over a holiday
const SLACK_MS = 90_000;

class Clock {
  zone = "Asia/Shanghai";
  lunarMonths = []; // [first day, name], in order
  #offset = 0; // server minus this machine's wall clock
  #heardAt = 0; // server time last heard
  #lastNow = Date.now();
  #lastSteady = performance.now();
  #isSure = false;

  // Whether what was shown at which hour can be sworn to.
  get isSure() {
    return this.#isSure;
  }

  get heardAt() {
    return this.#heardAt || this.now();
  }

  // By how many milliseconds this machine's clock is ahead of the server's; null where the server was never heard.
  get ahead() {
    return this.#heardAt ? -Math.round(this.#offset) : null;
  }

  now() {
    return Date.now() + this.#offset;
  }

  // Called every second: a wall clock that leaps back, or too far ahead, is no longer followed.
  tick() {
    const steady = performance.now();
    const expected = this.#lastNow + (steady - this.#lastSteady);
    const leap = this.now() - expected;
    if (leap < -SLACK_MS || leap > BELIEVED_LEAP_MS) this.#offset -= leap;
    this.#lastNow = this.now();
    this.#lastSteady = steady;
  }

  // The server itself may not be sure of the hour: its time is followed all the same, for by it notices begin and end.
  hear(dateHeader, isCertain = true) {
    const server = Date.parse(dateHeader ?? "");
    if (Number.isNaN(server)) return;
    const offset = server - Date.now();
    if (Math.abs(offset - this.#offset) > 1500) this.#offset = offset;
    this.#heardAt = server;
    this.#isSure = isCertain;
    this.#lastNow = this.now();
    this.#lastSteady = performance.now();
  }

  state() {
    return { offset: this.#offset, heardAt: this.#heardAt, isSure: this.#isSure };
  }

  resume(state) {
    if (!state?.heardAt) return;
    this.#heardAt = state.heardAt;
    const away = Date.now() + state.offset - state.heardAt;
    const isBelieved = away > -SLACK_MS && away < BELIEVED_ABSENCE_MS;
    this.#offset = isBelieved ? state.offset : state.heardAt - Date.now();
    this.#isSure = isBelieved && state.isSure !== false; // a page kept by an older version says nothing of it
    this.#lastNow = this.now();
    this.#lastSteady = performance.now();
  }
}

export const clock = new Clock();
