using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Frames;

/// <summary>A feed's index in the run's feed table; the name, not the index, stands in facts.</summary>
/// <param name="Value">Index, from 0.</param>
public readonly record struct FeedId(int Value);

/// <summary>A source of bytes in one wire format.</summary>
/// <param name="Id">Index in this run.</param>
/// <param name="Name">Unique, stable name, for example <c>ais-1</c>; facts cite it.</param>
/// <param name="Format">Id of the wire format, for example <c>ais</c>.</param>
/// <param name="Label">Release label of its raw frames.</param>
public sealed record Feed(FeedId Id, string Name, string Format, Label Label);

/// <summary>Points to one raw frame, and so to evidence.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Sequence">Number of the frame in its feed, from 0, without gaps.</param>
public readonly record struct FrameRef(FeedId Feed, long Sequence);

/// <summary>A frame as facts cite it: by the feed's name, so that the citation means the same in every run.</summary>
/// <param name="Feed">Name of the feed.</param>
/// <param name="Sequence">Number of the frame in its feed.</param>
public readonly record struct FrameCitation(string Feed, long Sequence);
