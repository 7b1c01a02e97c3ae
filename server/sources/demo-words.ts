type Words = readonly [string, ...string[]];

export const PRODUCTS: Words = [
  'rubber-duck-debugging-grade',
  'left-handed-mug',
  'keyboard-extra-loud',
  'cable-of-unknown-purpose',
  'noise-cancelling-hood',
  'desk-plant-indestructible',
  'socks-404-left-not-found',
  'poster-works-on-my-machine',
  'dark-mode-lamp',
  'sticker-pack-semicolons',
  'whiteboard-marker-dry',
  'cactus-merge-conflict',
  'pillow-yak-unshaved',
  'clock-off-by-one',
  'blanket-exception',
];

export const COUPONS: Words = ['RUBBERDUCK10', 'SHIPIT', 'FRIDAYDEPLOY', 'LGTM20', 'TABSNOTSPACES', 'COLDCACHE'];
export const PSPS: Words = ['adyen', 'adyen', 'adyen', 'stripe', 'stripe', 'klarna', 'paypal'];
export const COUNTRIES: Words = ['DE', 'FR', 'NL', 'SE', 'PT', 'JP', 'CA', 'BR', 'NZ', 'IE'];
export const DEVICES: Words = ['ios', 'android', 'web', 'web', 'fridge'];
export const BROWSERS: Words = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'ShopApp/4.12.0 (Android 16; Pixel 9)',
  'okhttp/5.1.0',
  'curl/8.15.0',
];
export const SEARCHES: Words = [
  'duck',
  'mug+large',
  'loud+keyboard',
  'usb-c',
  'gift+for+sre',
  'yak',
  'cactus',
  'lamp+dark',
];
export const WAREHOUSES: Words = ['ber-1', 'ber-2', 'ams-1', 'lis-1', 'osl-3'];
export const JOBS: Words = [
  'rebuild_search_index',
  'expire_carts',
  'sync_exchange_rates',
  'send_digest',
  'reconcile_payouts',
  'rotate_session_keys',
  'warm_product_cache',
  'count_rubber_ducks',
];
export const QUERIES: Words = [
  'SELECT sku, sum(qty) FROM stock_moves WHERE warehouse = $1 GROUP BY sku',
  'SELECT * FROM reservations WHERE expires_at < now() FOR UPDATE SKIP LOCKED',
  'UPDATE stock SET reserved = reserved + $1 WHERE sku = $2 AND free >= $1',
  'SELECT p.* FROM products p LEFT JOIN reviews r ON r.sku = p.sku ORDER BY r.score DESC',
  "SELECT count(*) FROM events WHERE payload->>'kind' = $1",
];
export const TEMPLATES: Words = ['order-confirmed', 'parcel-shipped', 'password-reset', 'we-miss-you', 'back-in-stock'];
export const PAYMENT_FAULTS: Words = [
  'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
  'upstream connect error or disconnect/reset before headers. reset reason: connection refused',
  'authorisation failed: upstream answered 503 Service Unavailable',
  'authorisation timed out after 5000 ms, giving up after 3 attempts',
  'connection reset by peer while waiting for the authorisation',
];
