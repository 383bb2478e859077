// Places by all names that people search them by: the present official name, romanised as the United Nations took over,
// in Ukrainian and in Russian, and then older names and other spellings. The first is what the page writes, for every
// reader alike: which name somebody types decides nothing. Names are facts; places are rounded to a kilometre.

export interface PlaceNames {
  readonly en: string;
  readonly uk: string;
  readonly ru: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Older names and other spellings, in any script. */
  readonly others: readonly string[];
}

const place = (
  en: string,
  uk: string,
  ru: string,
  latitude: number,
  longitude: number,
  ...others: string[]
): PlaceNames => ({ en, uk, ru, latitude, longitude, others });

export const PLACES: readonly PlaceNames[] = [
  place('Bakhmut', 'Бахмут', 'Бахмут', 48.59, 38.0, 'Artemivsk', 'Артемівськ', 'Artemovsk', 'Artyomovsk', 'Артёмовск'),
  place('Pokrovsk', 'Покровськ', 'Покровск', 48.28, 37.18, 'Krasnoarmiisk', 'Красноармійськ', 'Krasnoarmeysk', 'Красноармейск'),
  place('Myrnohrad', 'Мирноград', 'Мирноград', 48.3, 37.26, 'Dymytrov', 'Димитров', 'Dimitrov'),
  place('Toretsk', 'Торецьк', 'Торецк', 48.4, 37.85, 'Dzerzhynsk', 'Дзержинськ', 'Dzerzhinsk', 'Дзержинск'),
  place('Lyman', 'Лиман', 'Лиман', 48.99, 37.81, 'Krasnyi Lyman', 'Красний Лиман', 'Krasny Liman', 'Красный Лиман'),
  place('Chasiv Yar', 'Часів Яр', 'Часов Яр', 48.59, 37.84, 'Chasov Yar'),
  place('Sloviansk', "Слов'янськ", 'Славянск', 48.85, 37.6, 'Slavyansk', 'Slovyansk'),
  place('Kramatorsk', 'Краматорськ', 'Краматорск', 48.74, 37.58),
  place('Kostiantynivka', 'Костянтинівка', 'Константиновка', 48.53, 37.71, 'Konstantinovka'),
  place('Druzhkivka', 'Дружківка', 'Дружковка', 48.63, 37.53, 'Druzhkovka'),
  place('Avdiivka', 'Авдіївка', 'Авдеевка', 48.14, 37.75, 'Avdeevka', 'Avdeyevka'),
  place('Marinka', "Мар'їнка", 'Марьинка', 47.94, 37.5, 'Maryinka', 'Mariinka'),
  place('Vuhledar', 'Вугледар', 'Угледар', 47.78, 37.25, 'Ugledar'),
  place('Volnovakha', 'Волноваха', 'Волноваха', 47.6, 37.5),
  place('Mariupol', 'Маріуполь', 'Мариуполь', 47.1, 37.55, 'Zhdanov', 'Жданов'),
  place('Donetsk', 'Донецьк', 'Донецк', 48.02, 37.8, 'Stalino', 'Сталіно', 'Сталино', 'Yuzovka', 'Юзовка', 'Юзівка'),
  place('Makiivka', 'Макіївка', 'Макеевка', 48.05, 37.97, 'Makeevka', 'Makeyevka'),
  place('Horlivka', 'Горлівка', 'Горловка', 48.33, 38.05, 'Gorlovka'),
  place('Yenakiieve', 'Єнакієве', 'Енакиево', 48.23, 38.21, 'Yenakiyevo', 'Enakievo'),
  place('Debaltseve', 'Дебальцеве', 'Дебальцево', 48.34, 38.41, 'Debaltsevo'),
  place('Khrustalnyi', 'Хрустальний', 'Хрустальный', 48.13, 38.93, 'Krasnyi Luch', 'Красний Луч', 'Красный Луч'),
  place('Khartsyzk', 'Харцизьк', 'Харцызск', 48.04, 38.15, 'Khartsyzsk'),
  place('Luhansk', 'Луганськ', 'Луганск', 48.57, 39.31, 'Lugansk', 'Voroshilovgrad', 'Ворошиловград'),
  place('Alchevsk', 'Алчевськ', 'Алчевск', 48.47, 38.8, 'Komunarsk', 'Комунарськ', 'Коммунарск'),
  place('Kadiivka', 'Кадіївка', 'Кадиевка', 48.57, 38.66, 'Stakhanov', 'Стаханов'),
  place('Sievierodonetsk', 'Сєвєродонецьк', 'Северодонецк', 48.95, 38.49, 'Severodonetsk', 'Siverskodonetsk', 'Сіверськодонецьк'),
  place('Lysychansk', 'Лисичанськ', 'Лисичанск', 48.91, 38.44, 'Lisichansk'),
  place('Rubizhne', 'Рубіжне', 'Рубежное', 49.01, 38.38, 'Rubezhnoye'),
  place('Popasna', 'Попасна', 'Попасная', 48.63, 38.38, 'Popasnaya'),
  place('Shchastia', 'Щастя', 'Счастье', 48.74, 39.23, 'Schastye'),
  place('Starobilsk', 'Старобільськ', 'Старобельск', 49.28, 38.91, 'Starobelsk'),
  place('Izium', 'Ізюм', 'Изюм', 49.21, 37.25, 'Izyum'),
  place('Kupiansk', "Куп'янськ", 'Купянск', 49.71, 37.62, 'Kupyansk'),
  place('Kharkiv', 'Харків', 'Харьков', 49.99, 36.23, 'Kharkov'),
  place('Chuhuiv', 'Чугуїв', 'Чугуев', 49.84, 36.68, 'Chuguev', 'Chuhuyiv'),
  place('Zaporizhzhia', 'Запоріжжя', 'Запорожье', 47.82, 35.18, 'Zaporozhye', 'Zaporizhia', 'Oleksandrivsk', 'Александровск'),
  place('Orikhiv', 'Оріхів', 'Орехов', 47.57, 35.78, 'Orekhov'),
  place('Huliaipole', 'Гуляйполе', 'Гуляйполе', 47.66, 36.26, 'Gulyaypole', 'Гуляй-Поле'),
  place('Polohy', 'Пологи', 'Пологи', 47.48, 36.25, 'Pologi'),
  place('Tokmak', 'Токмак', 'Токмак', 47.25, 35.71, 'Velykyi Tokmak', 'Большой Токмак'),
  place('Vasylivka', 'Василівка', 'Васильевка', 47.44, 35.27, 'Vasilyevka'),
  place('Enerhodar', 'Енергодар', 'Энергодар', 47.5, 34.66, 'Energodar'),
  place('Melitopol', 'Мелітополь', 'Мелитополь', 46.85, 35.37),
  place('Berdiansk', 'Бердянськ', 'Бердянск', 46.76, 36.8, 'Berdyansk'),
  place('Nikopol', 'Нікополь', 'Никополь', 47.57, 34.4),
  place('Dnipro', 'Дніпро', 'Днепр', 48.46, 35.04, 'Dnipropetrovsk', 'Дніпропетровськ', 'Днепропетровск', 'Dnepr'),
  place('Kamianske', "Кам'янське", 'Каменское', 48.51, 34.6, 'Dniprodzerzhynsk', 'Дніпродзержинськ', 'Днепродзержинск'),
  place('Kryvyi Rih', 'Кривий Ріг', 'Кривой Рог', 47.91, 33.39, 'Krivoy Rog', 'Krivoi Rog'),
  place('Kropyvnytskyi', 'Кропивницький', 'Кропивницкий', 48.51, 32.26, 'Kirovohrad', 'Кіровоград', 'Кировоград'),
  place('Kherson', 'Херсон', 'Херсон', 46.64, 32.61),
  place('Nova Kakhovka', 'Нова Каховка', 'Новая Каховка', 46.75, 33.37, 'Novaya Kakhovka'),
  place('Oleshky', 'Олешки', 'Олешки', 46.62, 32.72, 'Tsiurupynsk', 'Цюрупинськ', 'Цюрупинск', 'Aleshki', 'Алёшки'),
  place('Henichesk', 'Генічеськ', 'Геническ', 46.17, 34.81, 'Genichesk'),
  place('Skadovsk', 'Скадовськ', 'Скадовск', 46.12, 32.91),
  place('Mykolaiv', 'Миколаїв', 'Николаев', 46.97, 32.0, 'Nikolaev', 'Nikolayev'),
  place('Ochakiv', 'Очаків', 'Очаков', 46.61, 31.54, 'Ochakov'),
  place('Odesa', 'Одеса', 'Одесса', 46.48, 30.73, 'Odessa'),
  place('Chornomorsk', 'Чорноморськ', 'Черноморск', 46.3, 30.66, 'Illichivsk', 'Іллічівськ', 'Ilyichevsk', 'Ильичёвск'),
  place('Pivdenne', 'Південне', 'Южное', 46.62, 31.1, 'Yuzhne', 'Южне', 'Yuzhny', 'Южный'),
  place('Izmail', 'Ізмаїл', 'Измаил', 45.35, 28.84),
  place('Simferopol', 'Сімферополь', 'Симферополь', 44.96, 34.11, 'Aqmescit', 'Акмесджит'),
  place('Sevastopol', 'Севастополь', 'Севастополь', 44.6, 33.53, 'Aqyar', 'Акъяр'),
  place('Kerch', 'Керч', 'Керчь', 45.36, 36.48, 'Keriç'),
  place('Yevpatoriia', 'Євпаторія', 'Евпатория', 45.19, 33.37, 'Yevpatoria', 'Eupatoria', 'Kezlev', 'Кезлев'),
  place('Feodosiia', 'Феодосія', 'Феодосия', 45.03, 35.38, 'Feodosia', 'Kefe', 'Кефе', 'Kaffa'),
  place('Armiansk', "Армянськ", 'Армянск', 46.11, 33.69, 'Armyansk', 'Ermeni Bazar'),
  place('Kyiv', 'Київ', 'Киев', 50.45, 30.52, 'Kiev'),
  place('Poltava', 'Полтава', 'Полтава', 49.59, 34.55),
  place('Sumy', 'Суми', 'Сумы', 50.92, 34.8),
  place('Belgorod', 'Бєлгород', 'Белгород', 50.6, 36.59, 'Bilhorod', 'Білгород'),
  place('Rostov-on-Don', 'Ростов-на-Дону', 'Ростов-на-Дону', 47.23, 39.7, 'Rostov'),
  place('Taganrog', 'Таганрог', 'Таганрог', 47.22, 38.9, 'Tahanroh', 'Таганріг'),
  place('Novorossiysk', 'Новоросійськ', 'Новороссийск', 44.72, 37.77),
];
