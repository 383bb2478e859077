namespace Trucewatch.Watch.Rules.Composition;

/// <summary>
/// The country to which a ship's identity was assigned: its first three digits, the maritime identification digits of
/// ITU-R M.585 and the ITU's table. The list covers Europe, the Black Sea, the Mediterranean and the great flags of
/// merchant shipping; digits that it lacks are of a country not known here, never of none.
/// </summary>
internal static class MaritimeCountries
{
    private static readonly Dictionary<int, string> ByDigits = Read(
        "201 AL 202 AD 203 AT 204 PT 205 BE 206 BY 207 BG 208 VA 209 CY 210 CY 211 DE 212 CY 213 GE 214 MD 215 MT "
        + "218 DE 219 DK 220 DK 224 ES 225 ES 226 FR 227 FR 228 FR 229 MT 230 FI 231 FO 232 GB 233 GB 234 GB 235 GB "
        + "236 GI 237 GR 238 HR 239 GR 240 GR 241 GR 242 MA 243 HU 244 NL 245 NL 246 NL 247 IT 248 MT 249 MT 250 IE "
        + "251 IS 252 LI 253 LU 254 MC 255 PT 256 MT 257 NO 258 NO 259 NO 261 PL 262 ME 263 PT 264 RO 265 SE 266 SE "
        + "267 SK 268 SM 269 CH 270 CZ 271 TR 272 UA 273 RU 274 MK 275 LV 276 EE 277 LT 278 SI 279 RS 303 US 304 AG "
        + "305 AG 308 BS 309 BS 311 BS 312 BZ 316 CA 338 US 351 PA 352 PA 353 PA 354 PA 355 PA 356 PA 357 PA 366 US "
        + "367 US 368 US 369 US 370 PA 371 PA 372 PA 373 PA 374 PA 375 VC 376 VC 377 VC 405 BD 412 CN 413 CN 414 CN "
        + "416 TW 419 IN 422 IR 423 AZ 425 IQ 428 IL 431 JP 432 JP 434 TM 436 KZ 438 JO 440 KR 441 KR 443 PS 445 KP "
        + "447 KW 450 LB 451 KG 452 MO 453 MO 457 MN 461 OM 463 PK 466 QA 468 SY 470 AE 471 AE 472 TJ 473 YE 475 YE "
        + "477 HK 503 AU 512 NZ 514 KH 525 ID 533 MY 538 MH 548 PH 563 SG 564 SG 565 SG 566 SG 567 TH 574 VN 601 ZA "
        + "603 AO 605 DZ 613 CM 620 KM 621 DJ 622 EG 624 ET 636 LR 637 LR 642 LY 654 MR 663 SN 667 SL 671 TG 672 TN");

    /// <summary>ISO 3166-1 alpha-2 code for an identity such as <c>mmsi:271000001</c>, or null: not known.</summary>
    public static string? Of(string identity) =>
        identity.StartsWith("mmsi:", StringComparison.Ordinal) && identity.Length == 14
        && int.TryParse(
            identity.AsSpan(5, 3),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var digits)
            ? ByDigits.GetValueOrDefault(digits)
            : null;

    private static Dictionary<int, string> Read(string table)
    {
        var words = table.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var read = new Dictionary<int, string>();
        for (var i = 0; i < words.Length; i += 2)
        {
            read.Add(int.Parse(words[i], System.Globalization.CultureInfo.InvariantCulture), words[i + 1]);
        }

        return read;
    }
}
