using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Record;

/// <summary>The objects of a record, whole again as far as that is possible.</summary>
/// <param name="Objects">As they can be applied.</param>
/// <param name="Lost">Secrets and keys of Secrets whose values nobody has any more, as in <c>key password of Secret shop/login</c>.</param>
internal sealed record RestoredObjects(IReadOnlyList<JsonObject> Objects, IReadOnlyList<string> Lost);
