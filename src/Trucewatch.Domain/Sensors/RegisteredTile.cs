using Trucewatch.Geo.Terrain;

namespace Trucewatch.Domain.Sensors;

/// <summary>
/// A tile of heights that an edition of the registry rests on. The record holds this, not the heights: their bytes lie
/// beside it under their digest, because a tile is larger than a segment may be (docs/decisions/0052).
/// </summary>
/// <param name="Corner">Its south-western corner.</param>
/// <param name="Sha256">SHA-256 of the bytes of its .hgt file in lower-case hex.</param>
public sealed record RegisteredTile(TerrainCorner Corner, string Sha256);
