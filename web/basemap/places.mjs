// Place names for the map: GeoNames' towns, spelled by the romanisation that the United Nations took over from the
// country that the register names (for Ukrainian: resolution X/9 of 2012), each shown from the zoom where it fits.

/** Spellings of the data that differ from that romanisation, or from a name's present form. */
const SPELLINGS = new Map(
  Object.entries({
    Odessa: 'Odesa',
    Zaporizhia: 'Zaporizhzhia',
    Mykolayiv: 'Mykolaiv',
    Makiyivka: 'Makiivka',
    Uzhgorod: 'Uzhhorod',
    Syevyerodonets_k: 'Sievierodonetsk',
    Kramators_k: 'Kramatorsk',
    Alchevs_k: 'Alchevsk',
    Lysychans_k: 'Lysychansk',
    Yevpatoriya: 'Yevpatoriia',
    Yenakiyeve: 'Yenakiieve',
    Oleksandriya: 'Oleksandriia',
    Kostyantynivka: 'Kostiantynivka',
    Berdyansk: 'Berdiansk',
    Feodosiya: 'Feodosiia',
    Yuzhne: 'Pivdenne',
    Kiev: 'Kyiv',
    Kharkov: 'Kharkiv',
    Lvov: 'Lviv',
    'Krasnyy Luch': 'Khrustalnyi',
    'Kamianets-Podilskyi': 'Kamianets-Podilskyi',
    Antratsyt: 'Antratsyt',
    Snizhne: 'Snizhne',
    Rubizhne: 'Rubizhne',
    Dimitrov: 'Myrnohrad',
    Krasnoarmiysk: 'Pokrovsk',
    Artemivsk: 'Bakhmut',
    Skadovs_k: 'Skadovsk',
    Armyansk: 'Armiansk',
    'Nova Kakhovka': 'Nova Kakhovka',
    Pavlohrad: 'Pavlohrad',
    Izmayil: 'Izmail',
    Illichivsk: 'Chornomorsk',
    Chernomorskoye: 'Chornomorske',
    Kakhovka: 'Kakhovka',
    Synel_nykove: 'Synelnykove',
    Tokmak: 'Tokmak',
    Vasylivka: 'Vasylivka',
    Vasyl_kiv: 'Vasylkiv',
  }),
);

/** Seas, where their names sit well on the map. */
const SEAS = [
  ['Black Sea', 31.7, 44.35, 4],
  ['Sea of Azov', 36.5, 45.95, 5.4],
  ['Aegean Sea', 25.1, 38.9, 5],
  ['Sea of Marmara', 28.1, 40.72, 6.4],
  ['Adriatic Sea', 17.0, 42.6, 5],
  ['Ionian Sea', 18.9, 37.9, 5],
  ['Sea of Crete', 24.9, 35.95, 6.4],
  ['Mediterranean Sea', 22.6, 34.6, 4.6],
];

const LEAST_PEOPLE = 15_000;
const MAX_PLACES = 1_600;
/** Least distance in pixels between two names at the zoom where the smaller one appears: wide, because names are. */
const SPREAD = { x: 64, y: 24 };
const FIRST_ZOOM = 4;
const LAST_ZOOM = 10;

/** The places of a region as GeoJSON points with name, rank and the zoom from which each is shown. */
export function placesOf(cities, [west, south, east, north]) {
  const towns = cities
    .filter(
      ({
        population,
        loc: {
          coordinates: [x, y],
        },
        featureCode,
      }) => population >= LEAST_PEOPLE && x > west && x < east && y > south && y < north && featureCode !== 'PPLX',
    )
    .sort((a, b) => b.population - a.population || a.cityId - b.cityId)
    .slice(0, MAX_PLACES);
  const shown = [];
  for (const { name, population, loc } of towns) {
    const [x, y] = loc.coordinates;
    const place = { name: spell(name), x, y, population, from: LAST_ZOOM };
    place.from = firstZoom(place, shown);
    shown.push(place);
  }
  return { type: 'FeatureCollection', features: [...shown.map(town), ...SEAS.map(seaName)] };
}

const APOSTROPHE = /[’'ʼ]/g;
const spell = (name) =>
  SPELLINGS.get(name.replace(APOSTROPHE, '_')) ?? SPELLINGS.get(name) ?? name.replace(APOSTROPHE, '');

/** Greater places were set first; a smaller one waits for the zoom at which it keeps its distance from them all. */
function firstZoom(place, shown) {
  const least =
    place.population > 900_000
      ? FIRST_ZOOM
      : place.population > 250_000
        ? 5.2
        : place.population > 90_000
          ? 6.2
          : place.population > 40_000
            ? 7.4
            : 8.4;
  for (let zoom = least; zoom < LAST_ZOOM; zoom += 0.4) {
    const scale = (512 * 2 ** zoom) / 360;
    const crowded = shown.some(
      (other) =>
        other.from <= zoom &&
        Math.abs(other.x - place.x) * scale < SPREAD.x &&
        (Math.abs(other.y - place.y) * scale) / Math.cos((place.y * Math.PI) / 180) < SPREAD.y,
    );
    if (!crowded) return Number(zoom.toFixed(1));
  }
  return LAST_ZOOM;
}

const point = (x, y, properties) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates: [Number(x.toFixed(3)), Number(y.toFixed(3))] },
});

const town = ({ name, x, y, population, from }) =>
  point(x, y, { name, from, kind: population > 500_000 ? 'city' : 'town' });

const seaName = ([name, x, y, from]) => point(x, y, { name, from, kind: 'sea' });
