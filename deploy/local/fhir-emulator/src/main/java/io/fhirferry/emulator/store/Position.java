package io.fhirferry.emulator.store;

/**
 * Where a version stands in time, so that paging can go on from there.
 *
 * @param millis its date
 * @param type its type
 * @param id its id
 * @param number its version
 */
public record Position(long millis, String type, String id, int number) implements Comparable<Position> {

    @Override
    public int compareTo(Position other) {
        int order = Long.compare(millis, other.millis);
        if (order == 0) {
            order = type.compareTo(other.type);
        }
        if (order == 0) {
            order = id.compareTo(other.id);
        }
        return order == 0 ? Integer.compare(number, other.number) : order;
    }
}
