/** Kinds of interactions whose amount is money the customer spent with us; a cancellation carries a negative amount. */
export const purchaseKinds = ['order', 'order_cancelled', 'stay', 'bill', 'visit_paid', 'subscription'] as const
