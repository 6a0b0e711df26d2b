namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>An expression has no value, in the words of a real server: <c>no such key: x</c>, <c>division by zero</c>.</summary>
internal sealed class EvaluationException(string message) : Exception(message);
