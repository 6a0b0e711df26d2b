using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SiteBuilder.Sites.Storage;

/// <summary>A property that lies in one column as JSON.</summary>
internal static class JsonColumn
{
    /// <summary>Keeps a value that is never changed in place, so the same object is the same value.</summary>
    public static void HasJsonColumn<T>(this PropertyBuilder<T> property, string name, JsonTypeInfo<T> type) =>
        property.HasColumnName(name).HasColumnType("jsonb").HasConversion(
            new ValueConverter<T, string>(value => JsonSerializer.Serialize(value, type), json => JsonSerializer.Deserialize(json, type)!),
            new ValueComparer<T>((left, right) => ReferenceEquals(left, right), value => 0, value => value));
}
